using System.Net;
using System.Net.Sockets;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Latencies;
using Microsoft.Extensions.Logging;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>A managed elastic IP: listens at its address on the health check's port, and hands each connection to a healthy instance, in turn.</summary>
internal sealed class Forwarder : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private readonly Socket listener;
    private readonly string address;
    private readonly HealthCheckRecord check;
    private readonly Pace pace;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, TargetHealth> targets = [];
    private int turn;

    private Forwarder(Socket listener, ForwarderSpec spec, Pace pace, ILogger log) =>
        (this.listener, address, check, this.pace, this.log) = (listener, spec.Address, spec.Check, pace, log);

    internal static Forwarder Start(ForwarderSpec spec, Pace pace, ILogger log)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Parse(spec.Address), spec.Check.Port));
            listener.Listen(512);
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }

        var forwarder = new Forwarder(listener, spec, pace, log);
        _ = forwarder.AcceptAsync(forwarder.stopping.Token);
        return forwarder;
    }

    /// <summary>Whether it does what the specification asks but for its targets.</summary>
    internal bool Serves(ForwarderSpec spec) => spec.Address == address && spec.Check == check;

    internal void Update(ForwarderSpec spec)
    {
        lock (gate)
        {
            var wanted = spec.Targets.ToDictionary(t => t.Id);
            foreach (var (id, health) in targets.Where(t => !wanted.TryGetValue(t.Key, out var w) || w != t.Value.Target).ToList())
            {
                targets.Remove(id);
                health.Dispose();
            }

            foreach (var target in spec.Targets.Where(t => !targets.ContainsKey(t.Id)))
                targets[target.Id] = TargetHealth.Watch(target, check, pace);
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
        listener.Dispose();
        lock (gate)
        {
            foreach (var health in targets.Values)
                health.Dispose();
            targets.Clear();
        }
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
                _ = ServeAsync(client, cancellationToken);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                log.LogWarning(e, "Elastic IP {Address} could not take a connection", address);
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using (client)
        {
            if (await ConnectAsync().ConfigureAwait(false) is not { } server)
            {
                // Nobody is there: a reset, as a closed port would answer.
                client.LingerState = new(true, 0);
                return;
            }

            using (server)
                await Relay.RunAsync(client, server, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        foreach (var target in Candidates())
        {
            if (await QuietConnection.TryAsync(target.Address, check.Port, ConnectTimeout, pace.Clock).ConfigureAwait(false) is { } server)
                return server;
        }

        return null;
    }

    private List<ForwarderTarget> Candidates()
    {
        lock (gate)
        {
            var healthy = targets.Values.Where(t => t.IsHealthy && t.Target.IsOpen).Select(t => t.Target).OrderBy(t => t.Address, StringComparer.Ordinal).ToList();
            var first = healthy.Count == 0 ? 0 : turn++ % healthy.Count;
            return [.. healthy.Skip(first), .. healthy.Take(first)];
        }
    }
}
