using System.Text.Json.Nodes;

namespace Masterplan.Bench.Runtime;

/// <summary>The workflows that are measured.</summary>
internal static class BenchDefinitions
{
    public const string Steps = "bench-steps";
    public const string Events = "bench-events";
    public const string Waits = "bench-waits";
    public const string EventName = "bench";

    /// <summary>Small activities one after the other: each is a checkpoint.</summary>
    public static JsonObject ManySteps(int count) => Definition(Steps, Enumerable.Range(0, count).Select(index =>
        Activity("Elsa.SetName", $"Name{index}", "value", $"step {index}")));

    /// <summary>Waits for one event after the other.</summary>
    public static JsonObject ManyEvents(int count) => Definition(Events, Enumerable.Range(0, count).Select(index =>
        Activity("Elsa.Event", $"Event{index}", "eventName", EventName)));

    /// <summary>Short waits one after the other.</summary>
    public static JsonObject ManyWaits(int count, TimeSpan wait) => Definition(Waits, Enumerable.Range(0, count).Select(index =>
        Activity("Elsa.Delay", $"Delay{index}", "timeSpan", wait.ToString())));

    private static JsonObject Definition(string id, IEnumerable<JsonObject> activities) => new()
    {
        ["id"] = $"{id}-1",
        ["definitionId"] = id,
        ["name"] = id,
        ["root"] = new JsonObject { ["id"] = "Sequence1", ["type"] = "Elsa.Sequence", ["version"] = 1, ["activities"] = new JsonArray([.. activities]) },
    };

    private static JsonObject Activity(string type, string id, string input, string value) => new()
    {
        ["id"] = id,
        ["type"] = type,
        ["version"] = 1,
        [input] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } },
    };
}
