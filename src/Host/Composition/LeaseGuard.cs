using Masterplan.Runtime.Hosts;

namespace Masterplan.Host.Composition;

/// <summary>Right before a request that changes something in the cloud is sent: refuses it if this host may have lost the run that wants it.</summary>
internal sealed class LeaseGuard(IHostLease lease) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Method == HttpMethod.Get || lease.IsHeld
            ? base.SendAsync(request, cancellationToken)
            : throw new LeaseLapsedException($"{request.Method} {request.RequestUri}");
}
