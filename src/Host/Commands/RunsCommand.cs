using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;
using Masterplan.Host.Remote;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Commands;

/// <summary><c>runs</c> and <c>runs show|pause|resume|retry|skip|cancel ID</c>.</summary>
internal static class RunsCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "The run's id, or a beginning of it that no other run has." };

    public static Command Create()
    {
        var command = new Command("runs", "List runs, look into one, and steer it.")
        {
            Show(),
            Steer("pause", "Start no further step; what runs now ends first.", (runtime, run, token) => runtime.PauseAsync(run, token)),
            Steer("resume", "Go on after a pause.", (runtime, run, token) => runtime.ResumeAsync(run, token)),
            Steer("retry", "Try the steps of open incidents again, with a fresh deadline.", (runtime, run, token) => runtime.RetryAsync(run, cancellationToken: token)),
            Steer("skip", "Let the steps of open incidents count as done.", (runtime, run, token) => runtime.SkipAsync(run, cancellationToken: token)),
            Steer("cancel", "End a run and give back what it holds.", (runtime, run, token) => runtime.CancelAsync(run, token)),
        };
        command.Options.Add(CommonOptions.Server);
        command.SetAction((parsed, cancellationToken) => RunsView.ListAsync(parsed, cancellationToken));
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", "Show a run's steps with their attempts, and its open incidents.") { Id, CommonOptions.Server };
        command.SetAction((parsed, cancellationToken) => RunsView.ShowAsync(parsed, parsed.GetValue(Id)!, cancellationToken));
        return command;
    }

    private static Command Steer(string verb, string description, Func<IWorkflowRuntime, string, CancellationToken, Task> act)
    {
        var command = new Command(verb, description) { Id }.WithRehearsal();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (RemoteHost.Choose(parsed) is { } server)
                return await SteerAsync(server, parsed, verb, cancellationToken);
            try
            {
                await using var session = await LocalSession.OpenAsync(parsed, $"runs {verb}", cancellationToken);
                var run = await ActAsync(session.Services, parsed, verb, act, cancellationToken);
                return await session.FollowAsync(run, resumed: true, cancellationToken);
            }
            catch (DataFolderInUseException held)
            {
                return await AskAsync(parsed, verb, held.Holder, act, cancellationToken);
            }
        });
        return command;
    }

    private static async Task<int> SteerAsync(RemoteHost server, ParseResult parsed, string verb, CancellationToken cancellationToken)
    {
        await using var session = new RemoteSession(server, parsed.GetValue(CommonOptions.Json), webhook: null);
        var run = await RunsView.ResolveAsync(server, parsed.GetValue(Id)!, cancellationToken);
        await server.PostAsync<JsonObject>($"api/runs/{run}/{verb}", new { }, cancellationToken);
        return await session.FollowAsync(run, resumed: true, cancellationToken);
    }

    /// <summary>Leaves the request in the store for the process that works on the data folder.</summary>
    private static async Task<int> AskAsync(ParseResult parsed, string verb, string holder, Func<IWorkflowRuntime, string, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        await using var host = await parsed.OpenFolderAsync(cancellationToken);
        var run = await ActAsync(host.Services, parsed, verb, act, cancellationToken);
        var next = $"Asked {holder} to {verb} the run, which it does within a second. See how it goes with: ./masterplan runs show {run}";
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(new { run, status = "asked", next, exitCode = ExitCodes.Success }, JsonSerializerOptions.Web) : next);
        return ExitCodes.Success;
    }

    private static async Task<string> ActAsync(IServiceProvider services, ParseResult parsed, string verb, Func<IWorkflowRuntime, string, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var run = await RunsView.ResolveAsync(services, parsed.GetValue(Id)!, cancellationToken);
        await act(services.GetRequiredService<IWorkflowRuntime>(), run.Id, cancellationToken);
        services.GetRequiredService<AuditLog>().Add($"runs {verb}", RunLine.ClusterOf(run), run.Id);
        return run.Id;
    }
}
