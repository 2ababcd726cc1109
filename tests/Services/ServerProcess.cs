using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Masterplan.Services;

/// <summary>A server's process. It ends with this one, however that ends: a shell before it waits for the end of its input.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;

    private ServerProcess(Process process) => this.process = process;

    public bool HasExited => process.HasExited;

    /// <param name="command">The program and its arguments.</param>
    /// <param name="signal">What ends it well; its whole process group is told.</param>
    /// <param name="environment">More environment.</param>
    public static ServerProcess Start(IEnumerable<string> command, string signal, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"setsid \"$@\" </dev/null >/dev/null 2>&1 & server=$!; read -r _; kill -{signal} -$server; wait $server", "sh", .. command]) { WorkingDirectory = "/", RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the server answers, or fails if it ends before.</summary>
    public async Task UntilAsync(Func<CancellationToken, Task<bool>> answers, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!await answers(limit.Token))
        {
            if (HasExited)
                throw new InvalidOperationException($"'{string.Join(' ', process.StartInfo.ArgumentList.Skip(3))}' ended before it answered.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        process.Dispose();
    }
}
