using System.CommandLine;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Host.Composition;
using Masterplan.Host.Progress;
using Masterplan.Host.Runs;
using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Commands;

/// <summary>The host in this process, on the data folder, for as long as a command runs: starts or rejoins a run and shows how it goes.</summary>
internal sealed class LocalSession : RunSession
{
    private readonly MasterplanHost host;
    private readonly CloudEndpoint cloud;
    private readonly bool json;
    private readonly string? webhook;
    private readonly long started;

    private LocalSession(MasterplanHost host, CloudEndpoint cloud, ParseResult parsed, long started) =>
        (this.host, this.cloud, json, webhook, this.started) = (host, cloud, parsed.GetValue(CommonOptions.Json), parsed.GetValue(CommonOptions.Webhook), started);

    public IServiceProvider Services => host.Services;

    public static new async Task<LocalSession> OpenAsync(ParseResult parsed, string command, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var turn = FolderTurn.Take(folder, StoreSettings.Read(folder), command);
        try
        {
            var cloud = CloudConnector.Connect(folder, parsed.Rehearsal(), cancellationToken);
            return new(await MasterplanHost.CreateAsync(folder, cloud, turn, cancellationToken), await cloud.Endpoint, parsed, started);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public override async Task<int> RunAsync(string definitionId, Dictionary<string, object?> values, CancellationToken cancellationToken)
    {
        if (webhook is not null)
            values[ClusterWorkflows.Webhook] = webhook;
        var (runs, input) = (Services.GetRequiredService<ClusterRuns>(), new RunInput(values));
        if (await runs.SameAsync(definitionId, input, cancellationToken) is { } same)
        {
            if (webhook is not null)
                await TellRejoinedAsync(same);
            return await FollowAsync(same, resumed: true, cancellationToken);
        }

        await runs.CheckAsync(definitionId, input, cancellationToken);
        await host.Definitions;
        var run = await runs.StartAsync(new(definitionId) { Input = values }, cancellationToken);
        Services.GetRequiredService<AuditLog>().Add(definitionId, input.Text(ClusterWorkflows.Cluster), run);
        await RunMarks.WriteAsync(host.Folder, cloud, run, cancellationToken);
        return await FollowAsync(run, resumed: false, cancellationToken);
    }

    /// <summary>Works the queue meanwhile.</summary>
    public override async Task<int> FollowAsync(string run, bool resumed, CancellationToken cancellationToken)
    {
        var report = new RunReport(Services, host.Folder, cloud, started);
        var instances = Services.GetRequiredService<IWorkflowInstances>();
        await using var view = ProgressView.Create(new StepTracker(async (instance, token) => RunDetail.NodeOf(await instances.GetAsync(instance, token)), run, TimeProvider.System), json);
        using var events = Services.GetRequiredService<IRunEvents>().Subscribe();
        await view.BeginAsync(resumed, cancellationToken);
        await host.StartAsync(cancellationToken);
        var showing = view.ShowAsync(events, cancellationToken);
        var ended = await Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(run, cancellationToken);
        events.Dispose();
        await showing;
        var summary = await report.SummarizeAsync(ended, cancellationToken);
        await view.EndAsync(summary with { Webhook = await Services.GetRequiredService<WebhookRuns>().SettleAsync(run, cancellationToken) });
        return summary.ExitCode;
    }

    public override ValueTask DisposeAsync() => host.DisposeAsync();
}
