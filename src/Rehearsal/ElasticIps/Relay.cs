using System.Buffers;
using System.Net.Sockets;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>Carries bytes between two connections until both ends have said all they had to say.</summary>
internal static class Relay
{
    private const int BufferSize = 16 * 1024;

    internal static async Task RunAsync(Socket a, Socket b, CancellationToken cancellationToken)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        a.NoDelay = true;
        await Task.WhenAll(CopyAsync(a, b, broken), CopyAsync(b, a, broken)).ConfigureAwait(false);
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer, broken.Token).ConfigureAwait(false);
                if (count == 0)
                    break;
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), broken.Token).ConfigureAwait(false);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await broken.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
