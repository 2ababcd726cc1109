using System.CommandLine;
using System.Text.Json;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Host.Api;
using Masterplan.Host.Remote;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary>What is told of runs.</summary>
internal static class RunsView
{
    public static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var server = RemoteHost.Choose(parsed);
        var runs = server is null ? await ListHereAsync(parsed, cancellationToken) : (await server.GetAsync<RunList>("api/runs?pageSize=200", cancellationToken)).Runs;
        if (parsed.GetValue(CommonOptions.Json))
        {
            foreach (var run in runs)
                Console.WriteLine(JsonSerializer.Serialize(run, JsonSerializerOptions.Web));
            return ExitCodes.Success;
        }

        if (runs.Count == 0)
            Console.WriteLine("No runs yet. `masterplan bootstrap NAME` starts one.");
        else
            AnsiConsole.Write(Table(runs));
        return ExitCodes.Success;
    }

    public static async Task<int> ShowAsync(ParseResult parsed, string id, CancellationToken cancellationToken)
    {
        using var server = RemoteHost.Choose(parsed);
        var detail = server is null ? await ReadHereAsync(parsed, id, cancellationToken) : await server.GetAsync<RunDetail>($"api/runs/{await ResolveAsync(server, id, cancellationToken)}", cancellationToken);
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(detail, JsonSerializerOptions.Web));
        else
            RunDetailText.Write(detail);
        return ExitCodes.Success;
    }

    /// <summary>The run of an id or of its beginning.</summary>
    /// <exception cref="RunNotFoundException">None, or more than one, begins so.</exception>
    public static async Task<WorkflowInstance> ResolveAsync(IServiceProvider services, string id, CancellationToken cancellationToken)
    {
        var instances = services.GetRequiredService<IWorkflowInstances>();
        if (await instances.FindAsync(id, cancellationToken) is { } exact)
            return exact;
        var matching = (await instances.ListAsync(new() { SearchTerm = id }, cancellationToken)).Items.Where(run => run.Id.StartsWith(id, StringComparison.Ordinal)).ToList();
        return matching.Count == 1 ? await instances.GetAsync(matching[0].Id, cancellationToken) : throw new RunNotFoundException(id);
    }

    /// <summary>The same among the newest runs of a server.</summary>
    public static async Task<string> ResolveAsync(RemoteHost server, string id, CancellationToken cancellationToken)
    {
        var matching = (await server.GetAsync<RunList>("api/runs?pageSize=200", cancellationToken)).Runs.Where(run => run.Id.StartsWith(id, StringComparison.Ordinal)).Select(run => run.Id).ToList();
        return matching.Count == 1 ? matching[0] : Uri.EscapeDataString(id);
    }

    private static async Task<IReadOnlyList<RunLine>> ListHereAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var host = await parsed.OpenFolderAsync(cancellationToken);
        return (await RunLine.ListAsync(host.Services.GetRequiredService<IWorkflowInstances>(), new(), cancellationToken)).Items;
    }

    private static async Task<RunDetail> ReadHereAsync(ParseResult parsed, string id, CancellationToken cancellationToken)
    {
        await using var host = await parsed.OpenFolderAsync(cancellationToken);
        var run = await ResolveAsync(host.Services, id, cancellationToken);
        return await RunDetail.ReadAsync(host.Services.GetRequiredService<IRunHistory>(), host.Services.GetRequiredService<ChangeLog>(), run.Id, cancellationToken);
    }

    private static Table Table(IReadOnlyList<RunLine> runs)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("ID", "DEFINITION", "CLUSTER", "STATUS", "STARTED", "TOOK");
        foreach (var run in runs)
        {
            var took = run.FinishedAt is { } finished ? $"{(finished - run.StartedAt).TotalSeconds:0.0} s" : "";
            table.AddRow(Markup.Escape(run.Id), run.Definition, Markup.Escape(run.Cluster ?? ""), run.Status, $"{run.StartedAt:yyyy-MM-dd HH:mm:ss}", took);
        }

        return table;
    }
}
