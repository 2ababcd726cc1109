using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.StandIns;

/// <summary>TLS as Go's programs do it: authorities from files, the name in the certificate checked, reasons told.</summary>
internal static class Tls
{
    /// <summary>A client that shows a certificate and trusts the given authorities only.</summary>
    public static HttpClient Client(X509Certificate2Collection roots, X509Certificate2? certificate, TimeSpan timeout)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30), ConnectCallback = ConnectAsync };
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!;
        handler.SslOptions.RemoteCertificateValidationCallback = (stream, shown, _, _) =>
        {
            var host = ((System.Net.Security.SslStream)stream).TargetHostName;
            var fault = shown is X509Certificate2 server ? Trust.VerifyServer(server, roots, host, TimeProvider.System.GetUtcNow()) : "tls: no certificate";
            if (fault is not null)
                Console.Error.WriteLine($"{host}: {fault}");
            return fault is null;
        };
        return new(handler) { Timeout = timeout };
    }

    /// <summary>A peer whose machine is gone says nothing more; as Go's clients do, this one asks, and gives it up after 25 s.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The key of a certificate, in the form that files have it.</summary>
    public static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>What a component serves its health with when it was given nothing else.</summary>
    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddYears(1));
    }
}
