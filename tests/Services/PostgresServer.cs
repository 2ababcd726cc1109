using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Masterplan.Services;

/// <summary>Debian's PostgreSQL on loopback, with a folder of its own. It ends with this process, however that ends.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "for-tests-only";
    private readonly string _folder;
    private readonly IEnumerable<string> _arguments;
    private Process? _process;

    private PostgresServer(string folder, int port, IEnumerable<string> arguments) => (_folder, Port, _arguments) = (folder, port, arguments);

    public int Port { get; }

    /// <summary>Of the superuser.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Password={Password};Database=postgres";

    private static string Programs => Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin";

    public static Task<PostgresServer> StartAsync(CancellationToken cancellationToken = default) => StartAsync(["-c", "max_connections=300"], cancellationToken);

    /// <param name="arguments">The server's arguments beside where it listens and keeps its data.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<PostgresServer> StartAsync(IEnumerable<string> arguments, CancellationToken cancellationToken = default)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("postgres-").FullName, FreePort(), arguments);
        try
        {
            var password = Path.Combine(server._folder, "password");
            await File.WriteAllTextAsync(password, Password, cancellationToken);
            await RunAsync("chown", ["-R", "postgres", server._folder], cancellationToken);
            await RunAsync("setpriv", [.. AsPostgres, $"{Programs}/initdb", "-D", $"{server._folder}/data", "--no-sync", "-A", "scram-sha-256", $"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8"], cancellationToken);
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
        // The shell's input closes with this process.
        _process = Process.Start(Start("sh", [
            "-c", "\"$@\" </dev/null & server=$!; read -r _; kill -INT $server; wait $server", "sh",
            "setpriv", .. AsPostgres, $"{Programs}/postgres", "-D", $"{_folder}/data", "-p", $"{Port}", "-k", _folder,
            "-c", "listen_addresses=127.0.0.1", .. _arguments, "-c", "logging_collector=on", "-c", $"log_directory={_folder}"]))!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync(limit.Token);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            }
    }

    /// <summary>Ends it as a machine's shutdown does: open connections are cut, what was committed is kept.</summary>
    public async Task StopAsync()
    {
        if (_process is null or { HasExited: true })
            return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await StopAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] AsPostgres => ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"];

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments) =>
        new(program, arguments) { WorkingDirectory = "/", RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Start(program, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'{program} {string.Join(' ', process.StartInfo.ArgumentList)}' ended with code {process.ExitCode}: {await output}{errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
