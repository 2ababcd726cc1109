using Masterplan.Activities.Clusters.Changes;
using Masterplan.Runtime.Runs;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary>A run with the steps of everything that it dispatched.</summary>
internal sealed record RunDetail(IReadOnlyList<RunDetail.Step> Steps, IReadOnlyList<Incident> Incidents, IReadOnlyList<string> Changes)
{
    /// <summary>A step with its failed attempts and waits, in order.</summary>
    public sealed record Step(string Node, string Name, string Status, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, IReadOnlyList<string> Attempts);

    public static async Task<RunDetail> ReadAsync(IServiceProvider services, WorkflowInstance run, CancellationToken cancellationToken)
    {
        var instances = services.GetRequiredService<IWorkflowInstances>();
        var steps = new List<Step>();
        foreach (var instance in new[] { run }.Concat(await instances.DescendantsAsync(run.Id, cancellationToken)))
            steps.AddRange(await StepsAsync(instances, instance, cancellationToken));
        return new(
            [.. steps.OrderBy(step => step.StartedAt)],
            await instances.IncidentsAsync(run.Id, includeResolved: true, cancellationToken: cancellationToken),
            await services.GetRequiredService<ChangeLog>().ListAsync(run.Id, cancellationToken));
    }

    public void Write(WorkflowInstance run)
    {
        Console.WriteLine($"run {run.Id}: {run.DefinitionId} of '{run.CorrelationId}', {run.SubStatus}, started {run.CreatedAt:u}");
        foreach (var step in Steps)
        {
            var took = step.CompletedAt is { } completed ? $"{(completed - step.StartedAt).TotalSeconds:0.0} s" : "under way";
            Console.WriteLine($"{step.StartedAt:HH:mm:ss.f}  {step.Node}  {step.Name}  {step.Status}  {took}");
            foreach (var attempt in step.Attempts)
                Console.WriteLine($"            {attempt}");
        }

        Console.WriteLine($"{Changes.Count} changes");
        foreach (var incident in Incidents)
            AnsiConsole.MarkupLineInterpolated($"[red]incident at '{incident.DisplayName}'[/] ({incident.Resolution ?? "open"}): {incident.Message}");
        if (Incidents.Any(incident => incident.ResolvedAt is null))
            Console.WriteLine($"Mend the cause, then: ./masterplan runs retry {run.Id}");
    }

    private static async Task<IReadOnlyList<Step>> StepsAsync(IWorkflowInstances instances, WorkflowInstance instance, CancellationToken cancellationToken)
    {
        var full = await instances.FindAsync(instance.Id, cancellationToken) ?? instance;
        var node = full.Input.TryGetValue("Node", out var name) ? name?.ToString() ?? "" : full.CorrelationId ?? "";
        var journal = (await instances.JournalAsync(instance.Id, take: 100_000, cancellationToken: cancellationToken)).Items.ToLookup(entry => entry.ActivityInstanceId, StringComparer.Ordinal);
        return [.. (await instances.ExecutionsAsync(instance.Id, cancellationToken: cancellationToken))
            .Where(execution => execution.ActivityType.StartsWith("Masterplan.", StringComparison.Ordinal))
            .Select(execution => new Step(
                node,
                execution.DisplayName,
                execution.Status.ToString().ToLowerInvariant(),
                execution.StartedAt,
                execution.CompletedAt,
                [.. journal[execution.Id].Where(entry => entry.EventName is "Attempt failed" or "Waiting").Select(entry => entry.Message ?? "")]))];
    }
}
