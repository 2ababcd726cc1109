using System.Net;
using System.Net.Sockets;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Connections to what workflows call, and none to link-local addresses, at which clouds serve the secrets of their machines.</summary>
/// <param name="allowsLinkLocal">True lets them through.</param>
public sealed class OutboundConnections(bool allowsLinkLocal)
{
    /// <summary>A handler that connects so, and keeps no cookies. The caller disposes of it.</summary>
    public SocketsHttpHandler CreateHandler() => new() { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, ConnectCallback = ConnectAsync };

    /// <summary>Refuses an address that is written out; what a name stands for is looked at when it is called.</summary>
    /// <exception cref="ForbiddenAddressException">The address is link-local.</exception>
    public void Check(Uri url)
    {
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out var literal))
            Check(url.Host, literal);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        foreach (var address in addresses)
            Check(host, address);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Check(string host, IPAddress address)
    {
        if (!allowsLinkLocal && LinkLocalAddresses.Contains(address))
            throw new ForbiddenAddressException(host);
    }
}
