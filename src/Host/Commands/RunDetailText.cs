using Masterplan.Host.Runs;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary>Tells a run's steps on a terminal.</summary>
internal static class RunDetailText
{
    public static void Write(RunDetail detail)
    {
        var run = detail.Run;
        Console.WriteLine($"run {run.Id}: {run.Definition} of '{run.Cluster}', {run.Status}, started {run.StartedAt:u}");
        foreach (var step in detail.Steps)
        {
            var took = step.CompletedAt is { } completed ? $"{(completed - step.StartedAt).TotalSeconds:0.0} s" : "under way";
            Console.WriteLine($"{step.StartedAt:HH:mm:ss.f}  {step.Node}  {step.Name}  {step.Status}  {took}");
            foreach (var attempt in step.Attempts)
                Console.WriteLine($"            {attempt}");
        }

        Console.WriteLine($"{detail.Changes.Count} changes");
        foreach (var incident in detail.Incidents)
            AnsiConsole.MarkupLineInterpolated($"[red]incident at '{incident.DisplayName}'[/] ({incident.Resolution ?? "open"}): {incident.Message}");
        if (detail.Open.Any())
            Console.WriteLine($"Mend the cause, then: ./masterplan runs retry {run.Id}");
    }
}
