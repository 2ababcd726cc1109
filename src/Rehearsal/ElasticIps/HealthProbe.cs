using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>One check of one instance. HTTP checks keep their connection: a TLS handshake for each would cost more than all else here.</summary>
internal sealed class HealthProbe : IDisposable
{
    private readonly string address;
    private readonly HealthCheckRecord check;
    private readonly TimeSpan timeout;
    private readonly TimeProvider clock;
    private readonly HttpClient? http;
    private bool isConnected;

    internal HealthProbe(string address, HealthCheckRecord check, TimeSpan timeout, TimeProvider clock)
    {
        (this.address, this.check, this.timeout, this.clock) = (address, check, timeout, clock);
        if (check.Mode != "tcp")
            http = new(Handler(check)) { Timeout = timeout, BaseAddress = new($"{check.Mode}://{address}:{check.Port}") };
    }

    internal async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        // Without a connection from the last time, the quiet way finds out whether somebody is there at all.
        if (!isConnected && !await ListensAsync().ConfigureAwait(false))
            return false;
        isConnected = http is not null && await AsksAsync(http, cancellationToken).ConfigureAwait(false);
        return isConnected || http is null;
    }

    public void Dispose() => http?.Dispose();

    private async Task<bool> ListensAsync()
    {
        using var socket = await QuietConnection.TryAsync(address, check.Port, timeout, clock).ConfigureAwait(false);
        return socket is not null;
    }

    private async Task<bool> AsksAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri(check.Uri ?? "/", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
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
