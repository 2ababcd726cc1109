using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Masterplan.Bench.Reports;

namespace Masterplan.Bench.Serving;

/// <summary><c>lists</c>: the pages of Studio's lists over many definitions and instances.</summary>
internal static class ListsBench
{
    private const int Definitions = 500;
    private const int Instances = 20_000;
    private const int BatchOfRuns = 1_000;
    private const int PageSize = 100;

    public static Command Create()
    {
        var command = new Command("lists", $"Pages through {Definitions} definitions and {Instances} instances: how long a page takes.") { ServedProgram.Program, ServedProgram.Folder, Report.Json };
        command.SetAction(async parsed =>
        {
            await using var served = await ServedProgram.StartAsync(parsed.GetValue(ServedProgram.Program)!, parsed.GetValue(ServedProgram.Folder)!);
            await FillAsync(served);
            Report.Write([.. await DefinitionsAsync(served), .. await InstancesAsync(served)], parsed.GetValue(Report.Json));
        });
        return command;
    }

    private static async Task FillAsync(ServedProgram served)
    {
        for (var number = 0; number < Definitions; number++)
            await served.PublishAsync(ServedDefinitions.Tiny($"bench-list-{number:000}"));
        for (var started = 0; started < Instances; started += BatchOfRuns)
            await served.PostAsync(
                $"/elsa/api/workflow-definitions/bench-list-{started / BatchOfRuns * 7:000}/bulk-dispatch", new JsonObject { ["count"] = BatchOfRuns, ["correlationId"] = $"batch-{started / BatchOfRuns}" });
        while (await served.CountAsync(new JsonObject { ["statuses"] = new JsonArray("Finished") }) < Instances)
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
    }

    private static async Task<List<Dictionary<string, object>>> DefinitionsAsync(ServedProgram served)
    {
        const string List = "/elsa/api/workflow-definitions?versionOptions=Latest&IsSystem=False&OrderDirection=Ascending";
        return
        [
            await MeasureAsync("definitions, first page", () => GetAsync(served, $"{List}&Page=0&PageSize=10&OrderBy=Name")),
            await MeasureAsync("definitions, last page", () => GetAsync(served, $"{List}&Page={(Definitions / PageSize) - 1}&PageSize={PageSize}&OrderBy=Created")),
            await MeasureAsync("definitions, searched", () => GetAsync(served, $"{List}&Page=0&PageSize={PageSize}&SearchTerm=list-4")),
            await MeasureAsync("definitions, all", () => GetAsync(served, "/elsa/api/workflow-definitions?versionOptions=LatestOrPublished")),
        ];
    }

    private static async Task<List<Dictionary<string, object>>> InstancesAsync(ServedProgram served)
    {
        Func<Task> Page(int page, JsonObject filter) => () =>
        {
            var body = (JsonObject)filter.DeepClone();
            (body["page"], body["pageSize"]) = (page, PageSize);
            return served.PostAsync("/elsa/api/workflow-instances", body);
        };
        return
        [
            await MeasureAsync("instances, first page", Page(0, [])),
            await MeasureAsync("instances, last page", Page((Instances / PageSize) - 1, [])),
            await MeasureAsync("instances, by name", Page(3, new JsonObject { ["orderBy"] = "Name", ["orderDirection"] = "Ascending" })),
            await MeasureAsync("instances, of a definition", Page(2, new JsonObject { ["definitionId"] = "bench-list-070" })),
            await MeasureAsync("instances, finished", Page(50, new JsonObject { ["statuses"] = new JsonArray("Finished") })),
            await MeasureAsync("instances, running", Page(0, new JsonObject { ["statuses"] = new JsonArray("Running") })),
            await MeasureAsync("instances, of a correlation id", Page(0, new JsonObject { ["correlationId"] = "batch-3" })),
            await MeasureAsync("instances, searched", Page(0, new JsonObject { ["searchTerm"] = "batch-1" })),
        ];
    }

    /// <summary>The slowest of twenty, after one that warms up.</summary>
    private static async Task<Dictionary<string, object>> MeasureAsync(string what, Func<Task> ask)
    {
        await ask();
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return new() { ["what"] = what, ["median"] = times[times.Count / 2], ["slowest"] = times[^1], ["unit"] = "ms" };
    }

    private static async Task GetAsync(ServedProgram served, string path)
    {
        using var answer = await served.Client.GetAsync(path);
        await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
