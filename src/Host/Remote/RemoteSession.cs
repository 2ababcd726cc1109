using System.Text.Json.Nodes;
using Masterplan.Host.Clusters;
using Masterplan.Host.Commands;
using Masterplan.Host.Progress;
using Masterplan.Host.Runs;

namespace Masterplan.Host.Remote;

/// <summary>Starts or rejoins runs on another host, and shows how they go.</summary>
internal sealed class RemoteSession(RemoteHost host, bool json, string? webhook) : RunSession
{
    private readonly long started = TimeProvider.System.GetTimestamp();

    public override async Task<int> RunAsync(string definitionId, Dictionary<string, object?> values, CancellationToken cancellationToken)
    {
        if (webhook is not null)
            values[ClusterWorkflows.Webhook] = webhook;
        var body = values.ToDictionary(pair => RunInputReader.Path(pair.Key), pair => pair.Value);
        var answer = await host.PostAsync<JsonObject>($"workflows/{definitionId}?rejoin=true", body, cancellationToken);
        var (run, isRejoined) = (answer["run"]!.ToString(), answer["rejoined"]!.GetValue<bool>());
        if (isRejoined && webhook is not null)
            await TellRejoinedAsync(run);
        return await FollowAsync(run, isRejoined, cancellationToken);
    }

    public override async Task<int> FollowAsync(string run, bool resumed, CancellationToken cancellationToken)
    {
        using var events = new RemoteEvents(host, run, fromNow: resumed, TimeProvider.System);
        await using var view = ProgressView.Create(new StepTracker((instance, _) => events.NodeOfAsync(instance), run, TimeProvider.System), json);
        await view.BeginAsync(resumed, cancellationToken);
        await view.ShowAsync(events, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var detail = await host.GetAsync<RunDetail>($"api/runs/{run}", cancellationToken);
        var status = detail.Run.IsOver ? detail.Run.Status : "suspended";
        var seconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 3);
        var summary = new RunSummary(run, detail.Run.Definition, detail.Run.Cluster ?? "", status, detail.Changes.Count, seconds, 0, [.. detail.Open]) { Server = host.Address };
        await view.EndAsync(summary);
        return summary.ExitCode;
    }

    public override ValueTask DisposeAsync()
    {
        host.Dispose();
        return ValueTask.CompletedTask;
    }
}
