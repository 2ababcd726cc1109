using System.Net.Sockets;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>One check of one instance. HTTP checks keep their connection: a TLS handshake for each would cost more than all else here.</summary>
internal sealed class HealthProbe : IDisposable
{
    private readonly string address;
    private readonly HealthCheckRecord check;
    private readonly TimeSpan timeout;
    private readonly HttpClient? http;

    internal HealthProbe(string address, HealthCheckRecord check, TimeSpan timeout)
    {
        (this.address, this.check, this.timeout) = (address, check, timeout);
        if (check.Mode != "tcp")
            http = new(Handler(check)) { Timeout = timeout, BaseAddress = new($"{check.Mode}://{address}:{check.Port}") };
    }

    internal async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (http is null)
                return await ConnectAsync(cancellationToken).ConfigureAwait(false);
            using var response = await http.GetAsync(new Uri(check.Uri ?? "/", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is SocketException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    public void Dispose() => http?.Dispose();

    private async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(timeout);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, check.Port, timer.Token).ConfigureAwait(false);
        return true;
    }

    private static SocketsHttpHandler Handler(HealthCheckRecord check)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        handler.SslOptions.TargetHost = check.TlsSni;
        if (check.TlsSkipVerify == true)
        {
#pragma warning disable CA5359 // The health check asks for it.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return handler;
    }
}
