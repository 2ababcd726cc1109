using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>SSH.NET's session. It blocks threads while it waits for the other side, so it has its own.</summary>
internal sealed class SshSession(SshClient client) : ISshSession
{
    /// <summary>Keeps an idle connection open in what lies between.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>For each message of a handshake, and for the opening of a channel.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(15);

    public bool IsConnected => client.IsConnected;

    /// <summary>Logs in as user core. The first host key seen is recorded, another one later is refused.</summary>
    public static async Task<ISshSession> ConnectAsync(NodeTarget target, HostKeys hostKeys, CancellationToken cancellationToken)
    {
        using var key = new MemoryStream(Encoding.UTF8.GetBytes(target.Key.PrivateKey));
        var information = new ConnectionInfo(target.Address, "core", new PrivateKeyAuthenticationMethod("core", new PrivateKeyFile(key))) { Timeout = AnswerTime };
        var connecting = new SshClient(information) { KeepAliveInterval = KeepAlive };
        string? shown = null;
        // Refuses a known node's wrong key during the handshake, before anything is sent; an unknown one is recorded after it.
        connecting.HostKeyReceived += (_, received) =>
        {
            shown = $"{received.HostKeyName} SHA256:{received.FingerPrintSHA256}";
            received.CanTrust = hostKeys.Known(target) is not { } known || known == shown;
        };
        try
        {
            await Task.Run(() => connecting.ConnectAsync(cancellationToken), cancellationToken);
            await hostKeys.CheckAsync(target, shown!, cancellationToken);
            return new SshSession(connecting);
        }
        catch (Exception exception) when (exception is SshException or IOException or System.Net.Sockets.SocketException)
        {
            connecting.Dispose();
            if (shown is not null)
                await hostKeys.CheckAsync(target, shown, cancellationToken);
            throw new NodeException($"Node '{target.Name}' at {target.Address} cannot be reached over SSH: {exception.Message}", exception is not SshAuthenticationException, exception);
        }
        catch
        {
            connecting.Dispose();
            throw;
        }
    }

    public Task<CommandResult> RunAsync(string commandLine, string? input) => Task.Run(async () =>
    {
        try
        {
            using var command = client.CreateCommand(commandLine);
            var running = command.ExecuteAsync();
            if (input is not null)
            {
                await using var stream = command.CreateInputStream();
                await stream.WriteAsync(Encoding.UTF8.GetBytes(input));
            }

            await running;
            return new CommandResult(command.ExitStatus ?? -1, command.Result, command.Error);
        }
        catch (Exception exception) when (exception is SshException or IOException or ObjectDisposedException or System.Net.Sockets.SocketException)
        {
            throw new NodeException(exception.Message, isTransient: true, exception);
        }
    });

    // SSH.NET's own keep-alive does not ask for an answer.
    public async Task<bool> AnswersAsync()
    {
        try
        {
            await RunAsync("true", null);
            return true;
        }
        catch (NodeException exception)
        {
            return exception.InnerException is not SshOperationTimeoutException;
        }
    }

    public void Dispose() => client.Dispose();
}
