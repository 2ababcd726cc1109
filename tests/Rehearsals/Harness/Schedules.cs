using System.Globalization;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Rehearsals.Harness;

/// <summary>Schedules that look every quarter of an hour, without the wait for it.</summary>
public static class Schedules
{
    private const int Quarter = 15 * 60;

    /// <summary>Puts the calendar of the stage's hosts ten seconds before the schedule looks.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="minute">The minute of the quarter at which it looks.</param>
    /// <param name="beyond">So much further ahead; whole quarters.</param>
    public static void PutBeforeLook(this Stage stage, int minute, TimeSpan beyond = default)
    {
        var seconds = (int)TimeProvider.System.GetUtcNow().TimeOfDay.TotalSeconds;
        var left = TimeSpan.FromSeconds((((minute * 60) - 10 - seconds) % Quarter + Quarter) % Quarter);
        stage.Environment["MASTERPLAN_CLOCK_SHIFT"] = (left + beyond).ToString("c", CultureInfo.InvariantCulture);
    }

    /// <summary>Serves until so many runs that the schedule dispatched for the cluster have ended.</summary>
    /// <returns>The newest one's id.</returns>
    public static async Task<string> ServeUntilDispatchedAsync(this Stage stage, string definition, int runs, CancellationToken cancellationToken)
    {
        using var host = await ServingHost.StartAsync(stage, Stage.Speed, cancellationToken);
        var run = await EndedAsync(stage, definition, runs, cancellationToken);
        host.Signal("TERM");
        (await host.EndAsync()).ShouldSucceed();
        return run;
    }

    private static async Task<string> EndedAsync(Stage stage, string definition, int count, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProgramUnderTest.Guard);
        await using var records = stage.Records;
        while (true)
        {
            var runs = await records.Instances.ListAsync(new() { CorrelationId = "demo", DefinitionIds = [definition], Status = WorkflowStatus.Finished }, limit.Token);
            if (runs.Items.Count == count)
                return runs.Items[0].Id;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, limit.Token);
        }
    }
}
