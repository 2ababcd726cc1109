namespace Masterplan.Rehearsals.Harness;

/// <summary>What the store tells of a run's past.</summary>
public static class RunHistory
{
    /// <summary>The event and the record of one end are stamped this close together; another process's would be much later.</summary>
    private static readonly TimeSpan NoRestart = TimeSpan.FromMilliseconds(200);

    /// <summary>Every activity execution ended once, nothing was started after its end, and what was told as done before a kill is still that same end.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="run">The run.</param>
    /// <param name="told">The lines read before and between the kills.</param>
    public static async Task ShouldHaveRunEachStepOnceAsync(this Stage stage, string run, IReadOnlyCollection<Line> told)
    {
        await using var records = stage.Records;
        var ends = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var instance in await records.TreeAsync(run))
        {
            foreach (var entries in (await records.Instances.JournalAsync(instance.Id, take: 100_000)).Items.GroupBy(entry => entry.ActivityInstanceId, StringComparer.Ordinal))
            {
                var story = string.Join(", ", entries.OrderBy(entry => entry.Sequence).Select(entry => entry.EventName));
                entries.Count(entry => entry.EventName == "Completed").ShouldBe(1, $"{entries.First().NodeId} of {instance.DefinitionId}: {story}");
                entries.MaxBy(entry => entry.Sequence)!.EventName.ShouldBe("Completed", $"{entries.First().NodeId} of {instance.DefinitionId}: {story}");
            }

            foreach (var execution in await records.Instances.ExecutionsAsync(instance.Id))
                ends[execution.Id] = execution.CompletedAt;
        }

        foreach (var line in told.Where(line => line.Event == "Completed" && line["run"] == run))
        {
            ends.ShouldContainKey(line["execution"], line.Text);
            (ends[line["execution"]]!.Value - line.Json.GetProperty("time").GetDateTimeOffset()).Duration().ShouldBeLessThan(NoRestart, line.Text);
        }
    }

    /// <summary>How often each activity of each definition was executed, over a run and all that it dispatched.</summary>
    public static async Task<IReadOnlyList<string>> CountsAsync(this Stage stage, string run)
    {
        await using var records = stage.Records;
        var counts = new List<string>();
        foreach (var instance in await records.TreeAsync(run))
            counts.AddRange((await records.Instances.ExecutionsAsync(instance.Id)).Select(execution => $"{instance.DefinitionId} {execution.NodeId}"));
        return [.. counts.GroupBy(name => name, StringComparer.Ordinal).Select(group => $"{group.Key} ×{group.Count()}").Order(StringComparer.Ordinal)];
    }
}
