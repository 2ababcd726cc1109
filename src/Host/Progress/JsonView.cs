using System.Text.Json;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Progress;

/// <summary>One JSON object a line; the last one sums up.</summary>
internal sealed class JsonView(StepTracker steps) : ProgressView
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override Task BeginAsync(bool resumed, CancellationToken cancellationToken) => WriteAsync(new { @event = resumed ? "run-resumed" : "run-started", run = steps.Run });

    public override async Task ShowAsync(IRunEventSubscription events, CancellationToken cancellationToken)
    {
        await foreach (var happened in ReadAsync(events, cancellationToken))
        {
            if (happened.RootInstanceId != steps.Run)
                continue;
            var step = await steps.TakeAsync(happened, cancellationToken);
            await WriteAsync(new
            {
                @event = happened.EventName,
                time = happened.Timestamp,
                run = steps.Run,
                instance = happened.InstanceId,
                node = step?.Node,
                activity = happened.ActivityId,
                execution = happened.ActivityInstanceId,
                step = happened.DisplayName,
                status = step?.Status,
                attempts = step?.Attempts,
                message = step?.Message is { Length: > 0 } message ? message : happened.Message,
            });
        }
    }

    public override Task EndAsync(RunSummary summary) => WriteAsync(new
    {
        run = summary.Run,
        definition = summary.Definition,
        cluster = summary.Cluster,
        status = summary.Status,
        changes = summary.Changes,
        seconds = summary.Seconds,
        waitChainSeconds = summary.WaitChainSeconds,
        webhook = summary.Webhook?.ToString().ToLowerInvariant(),
        incidents = summary.Incidents.Select(incident => new { incident.Id, step = incident.DisplayName, incident.Message }),
        next = summary.Next,
        exitCode = summary.ExitCode,
    });

    private static Task WriteAsync(object line) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(line, Options));
}
