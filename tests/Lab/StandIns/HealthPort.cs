using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns;

/// <summary>A port that answers every request with one status: what probes and people ask. A web server would cost ten times the memory.</summary>
internal sealed class HealthPort : IDisposable
{
    private readonly TcpListener listener;
    private readonly X509Certificate2? certificate;
    private readonly Func<(int Code, string Text)> answer;

    private HealthPort(TcpListener listener, X509Certificate2? certificate, Func<(int Code, string Text)> answer) =>
        (this.listener, this.certificate, this.answer) = (listener, certificate, answer);

    /// <summary>Opens a port; with a certificate it speaks TLS.</summary>
    /// <exception cref="RefusalException">The port is held by another process.</exception>
    public static HealthPort Open(string address, int port, X509Certificate2? certificate, Func<(int Code, string Text)> answer)
    {
        var health = new HealthPort(new(IPAddress.Parse(address), port), certificate, answer);
        try
        {
            health.listener.Start();
        }
        catch (SocketException)
        {
            throw new RefusalException($"listen tcp {address}:{port}: bind: address already in use");
        }

        _ = health.AcceptAsync();
        return health;
    }

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = AnswerAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await using Stream stream = certificate is null ? client.GetStream() : new SslStream(client.GetStream());
                if (stream is SslStream encrypted)
                    await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, patience.Token);
                await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, patience.Token);
                var (code, text) = answer();
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {code} {(HttpStatusCode)code}\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}"), patience.Token);
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // Who asked is gone.
            }
        }
    }
}
