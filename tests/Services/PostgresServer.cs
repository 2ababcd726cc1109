using System.Diagnostics;
using Npgsql;

namespace Masterplan.Services;

/// <summary>Debian's PostgreSQL on loopback, with a folder of its own. It ends with this process, however that ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "for-tests-only";
    private readonly string _folder;
    private readonly IEnumerable<string> _arguments;
    private ServerProcess? _process;

    private PostgresServer(string folder, int port, IEnumerable<string> arguments) => (_folder, Port, _arguments) = (folder, port, arguments);

    public int Port { get; }

    /// <summary>Of the superuser.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Password={Password};Database=postgres";

    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";

    /// <summary>One that does not wait for the disk: what it has told to be committed outlives its own end, if not the machine's.</summary>
    public static Task<PostgresServer> StartAsync(CancellationToken cancellationToken = default) => StartAsync(["-c", "max_connections=300", "-c", "fsync=off"], null, cancellationToken);

    /// <param name="arguments">The server's arguments beside where it listens and keeps its data.</param>
    /// <param name="log">Where to keep what is written ahead; null for where it keeps the rest.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<PostgresServer> StartAsync(IEnumerable<string> arguments, string? log = null, CancellationToken cancellationToken = default)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("postgres-").FullName, ServerProcess.FreePort(), arguments);
        try
        {
            var password = Path.Combine(server._folder, "password");
            await File.WriteAllTextAsync(password, Password, cancellationToken);
            await RunAsync("chown", ["-R", "postgres", server._folder], cancellationToken);
            await RunAsync("setpriv", [.. AsPostgres, $"{Programs}/initdb", "-D", $"{server._folder}/data", "--no-sync", "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", .. log is null ? Array.Empty<string>() : ["-X", log]], cancellationToken);
            await server.BeginAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server, after <see cref="StopAsync"/> on the same port and data, and waits until it answers.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken = default)
    {
        _process = ServerProcess.Start(
            [
                "setpriv", .. AsPostgres, $"{Programs}/postgres", "-D", $"{_folder}/data", "-p", $"{Port}", "-k", _folder,
                "-c", "listen_addresses=127.0.0.1", .. _arguments, "-c", "logging_collector=on", "-c", $"log_directory={_folder}",
            ],
            "INT");
        await _process.UntilAsync(IsAnsweringAsync, cancellationToken);
    }

    /// <summary>Makes a folder the server's own.</summary>
    public static Task OwnAsync(string folder, CancellationToken cancellationToken) => RunAsync("chown", ["-R", "postgres:postgres", folder], cancellationToken);

    /// <summary>Ends it as a machine's shutdown does: open connections are cut, what was committed is kept.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    /// <summary>SIGSTOP, SIGCONT and their like, to the server and all that it has begun: each has a process group of its own.</summary>
    public async Task SignalAsync(string name)
    {
        var server = (await File.ReadAllLinesAsync($"{_folder}/data/postmaster.pid"))[0];
        var begun = await File.ReadAllTextAsync($"/proc/{server}/task/{server}/children");
        // One that ends just now cannot be told any more.
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", .. begun.Split(' ', StringSplitOptions.RemoveEmptyEntries), server]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsAnsweringAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static string[] AsPostgres => ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"];

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {string.Join(' ', process.StartInfo.ArgumentList)}' ended with code {process.ExitCode}: {await output}{errors}");
    }
}
