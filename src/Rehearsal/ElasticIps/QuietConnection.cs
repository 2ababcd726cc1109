using System.Net;
using System.Net.Sockets;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>Connects without an exception when nobody is there: thrown many times a second, exceptions would be the most expensive thing a rehearsal does.</summary>
internal static class QuietConnection
{
    /// <summary>The connection; null when it was refused or did not come about in time.</summary>
    internal static async Task<Socket?> TryAsync(string address, int port, TimeSpan timeout, TimeProvider clock)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var ended = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var attempt = new SocketAsyncEventArgs();
        attempt.RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), port);
        attempt.Completed += (_, e) => ended.TrySetResult(e.SocketError);
        if (!socket.ConnectAsync(attempt))
            ended.TrySetResult(attempt.SocketError);

        // A connection attempt that is cancelled completes, too, so that nothing is under way when this returns.
        await using var timer = clock.CreateTimer(_ => Socket.CancelConnectAsync(attempt), null, timeout, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (await ended.Task.ConfigureAwait(false) == SocketError.Success)
            return socket;
        socket.Dispose();
        return null;
    }
}
