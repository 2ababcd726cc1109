using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Remote;

/// <summary>What happens in a run on another host, until it ends or needs a person. A connection that breaks is made again, and goes on after the last event that was read.</summary>
internal sealed class RemoteEvents : IRunEventSubscription
{
    /// <summary>A host that restarts is back by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly RemoteHost host;
    private readonly string run;
    private readonly bool fromNow;
    private readonly TimeProvider clock;
    private readonly Channel<RunEvent> read = Channel.CreateUnbounded<RunEvent>();
    private readonly CancellationTokenSource over = new();
    private readonly Dictionary<string, string> nodes = new(StringComparer.Ordinal);
    private string? last;

    /// <param name="host">Who executes the run, or knows who does.</param>
    /// <param name="run">The run.</param>
    /// <param name="fromNow">Whether what is stored already is left out.</param>
    /// <param name="clock">Tells how long the host has been away.</param>
    public RemoteEvents(RemoteHost host, string run, bool fromNow, TimeProvider clock)
    {
        (this.host, this.run, this.fromNow, this.clock) = (host, run, fromNow, clock);
        _ = PumpAsync();
    }

    /// <summary>The node of an instance of which an event was read.</summary>
    public Task<string> NodeOfAsync(string instance)
    {
        lock (nodes)
            return Task.FromResult(nodes.GetValueOrDefault(instance, ""));
    }

    public IAsyncEnumerable<RunEvent> ReadAllAsync(CancellationToken cancellationToken = default) => read.Reader.ReadAllAsync(cancellationToken);

    public void Dispose()
    {
        over.Cancel();
        over.Dispose();
    }

    private async Task PumpAsync()
    {
        var token = over.Token;
        try
        {
            var seen = clock.GetTimestamp();
            while (true)
            {
                try
                {
                    if (await ReadStreamAsync(() => seen = clock.GetTimestamp(), token))
                        break;
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException or RemoteException { IsTransient: true } && !token.IsCancellationRequested)
                {
                    if (clock.GetElapsedTime(seen) > Patience)
                        throw host.Away(exception.Message, exception);
                }

                await Task.Delay(Pause, clock, token);
            }

            read.Writer.Complete();
        }
        catch (Exception exception)
        {
            read.Writer.Complete(exception);
        }
    }

    /// <summary>True once nothing more comes by itself.</summary>
    private async Task<bool> ReadStreamAsync(Action alive, CancellationToken cancellationToken)
    {
        using var response = await host.StreamAsync($"api/runs/{run}/events{(fromNow ? "?since=now" : "")}", last, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return true;
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken)).EnumerateAsync(cancellationToken))
        {
            alive();
            if (item.EventId is { Length: > 0 } id)
                last = id;
            if (item.EventType is "stopped" or "end")
                return true;
            if (item.EventType == "step")
                await read.Writer.WriteAsync(Read(JsonSerializer.Deserialize<StepLine>(item.Data, JsonSerializerOptions.Web)!), cancellationToken);
        }

        return false;
    }

    private RunEvent Read(StepLine line)
    {
        lock (nodes)
            nodes[line.InstanceId] = line.Node;
        // What an attempt met, or waits for, is the line's message.
        var data = line.Event switch { "Attempt failed" => "Error", "Waiting" => "Waiting", _ => null };
        return new()
        {
            EventName = line.Event,
            InstanceId = line.InstanceId,
            RootInstanceId = run,
            DefinitionId = "",
            ActivityInstanceId = line.ActivityInstanceId,
            ActivityId = line.ActivityId,
            ActivityType = line.ActivityType,
            DisplayName = line.Step,
            Message = line.Message,
            Timestamp = line.Timestamp,
            Data = data is null ? null : new Dictionary<string, object?> { [data] = line.Message },
        };
    }

    private sealed record StepLine(string InstanceId, string Node, string Step, string ActivityId, string ActivityType, string ActivityInstanceId, string Event, string? Message, DateTimeOffset Timestamp);
}
