using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>The connection to one node; one step has it at a time.</summary>
internal sealed class SshConnection(NodeTarget target, HostKeys hostKeys) : IDisposable
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim turn = new(1, 1);
    private SshClient? client;

    /// <summary>Waits for the turn, and connects where the connection is not alive.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (client?.IsConnected != true)
                await ConnectAsync(cancellationToken);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public void Leave() => turn.Release();

    /// <summary>Runs a shell command line with text on its standard input.</summary>
    public async Task<CommandResult> RunAsync(string commandLine, string? input, CancellationToken cancellationToken)
    {
        try
        {
            using var command = client!.CreateCommand(commandLine);
            var running = command.ExecuteAsync(cancellationToken);
            if (input is not null)
            {
                await using var stream = command.CreateInputStream();
                await stream.WriteAsync(Encoding.UTF8.GetBytes(input), cancellationToken);
            }

            await running;
            return new(command.ExitStatus ?? -1, command.Result, command.Error);
        }
        catch (Exception exception) when (exception is SshException or IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            Drop();
            throw new NodeException($"The connection to node '{target.Name}' at {target.Address} broke: {exception.Message}", isTransient: true, exception);
        }
    }

    public void Dispose()
    {
        Drop();
        turn.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        Drop();
        using var key = new MemoryStream(Encoding.UTF8.GetBytes(target.Key.PrivateKey));
        var information = new ConnectionInfo(target.Address, "core", new PrivateKeyAuthenticationMethod("core", new PrivateKeyFile(key))) { Timeout = ConnectTimeout };
        var connecting = new SshClient(information) { KeepAliveInterval = KeepAlive };
        string? shown = null;
        connecting.HostKeyReceived += (_, received) => received.CanTrust = Judge(shown = $"{received.HostKeyName} SHA256:{received.FingerPrintSHA256}");
        try
        {
            await connecting.ConnectAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is SshException or IOException or System.Net.Sockets.SocketException)
        {
            connecting.Dispose();
            if (shown is not null)
                await hostKeys.CheckAsync(target, shown, cancellationToken);
            throw new NodeException($"Node '{target.Name}' at {target.Address} cannot be reached over SSH: {exception.Message}", exception is not SshAuthenticationException, exception);
        }

        await hostKeys.CheckAsync(target, shown!, cancellationToken);
        client = connecting;
    }

    /// <summary>Refuses a known node's wrong key during the handshake, before anything is sent; an unknown one is recorded after it.</summary>
    private bool Judge(string shown) => hostKeys.Known(target) is not { } known || known == shown;

    private void Drop()
    {
        client?.Dispose();
        client = null;
    }
}
