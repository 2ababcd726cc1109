using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Masterplan.Services;

/// <summary>Debian's RabbitMQ on loopback, with a folder, a name and a name server of its own. It ends with this process, however that ends.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly int _distribution;
    private readonly int _names;
    private ServerProcess? _process;

    private RabbitMqServer(string folder, int port, int distribution, int names) => (_folder, Port, _distribution, _names) = (folder, port, distribution, names);

    public int Port { get; }

    public string Address => $"amqp://guest:guest@127.0.0.1:{Port}/";

    /// <param name="configuration">The text of rabbitmq.conf.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<RabbitMqServer> StartAsync(string configuration = "", CancellationToken cancellationToken = default)
    {
        var server = new RabbitMqServer(Directory.CreateTempSubdirectory("rabbitmq-").FullName, ServerProcess.FreePort(), ServerProcess.FreePort(), ServerProcess.FreePort());
        try
        {
            await File.WriteAllTextAsync(Path.Combine(server._folder, "rabbitmq.conf"), configuration, cancellationToken);
            await server.BeginAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the broker, after <see cref="StopAsync"/> on the same port, and waits until it takes connections.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken = default)
    {
        using (var own = Process.Start("chown", ["-R", "rabbitmq", _folder]))
            await own.WaitForExitAsync(cancellationToken);
        _process = ServerProcess.Start(["setpriv", "--reuid", "rabbitmq", "--regid", "rabbitmq", "--clear-groups", "/usr/lib/rabbitmq/bin/rabbitmq-server"], "TERM", Settings());
        await _process.UntilAsync(IsAnsweringAsync, cancellationToken);
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    /// <summary>Runs rabbitmqctl.</summary>
    public async Task ControlAsync(IEnumerable<string> arguments, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo("setpriv", ["--reuid", "rabbitmq", "--regid", "rabbitmq", "--clear-groups", "/usr/lib/rabbitmq/bin/rabbitmqctl", .. arguments]) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Settings())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"'rabbitmqctl {string.Join(' ', arguments)}' ended with code {process.ExitCode}: {await output}{errors}");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["HOME"] = _folder,
        ["RABBITMQ_CONFIG_FILE"] = $"{_folder}/rabbitmq.conf",
        ["RABBITMQ_NODENAME"] = $"test{Port}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{_distribution}",
        ["ERL_EPMD_PORT"] = $"{_names}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_MNESIA_BASE"] = $"{_folder}/mnesia",
        ["RABBITMQ_LOG_BASE"] = $"{_folder}/log",
        ["RABBITMQ_PID_FILE"] = $"{_folder}/pid",
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = $"{_folder}/plugins",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
    };

    /// <summary>True once the broker greets as AMQP says: an open port alone is not enough.</summary>
    private async Task<bool> IsAnsweringAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(new byte[] { (byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1 }, cancellationToken);
            return await stream.ReadAsync(new byte[1], cancellationToken) == 1;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
