using Masterplan.Host.Elsa.Requests;

namespace Masterplan.Host.Elsa;

/// <summary>Tells clients what this server can do, by the names that they know.</summary>
internal static class FeatureEndpoints
{
    private const string Namespace = "Elsa";

    private static readonly Dictionary<string, string> Features = new(StringComparer.Ordinal)
    {
        ["Mediator"] = "Tells parts of the server what happened in others.",
        ["Workflows"] = "Executes workflows.",
        ["WorkflowManagement"] = "Keeps definitions in versions.",
        ["WorkflowRuntime"] = "Keeps runs, and goes on with them after a stop.",
        ["WorkflowsApi"] = "Answers these requests.",
        ["Identity"] = "Knows users, roles and API keys.",
        ["Http"] = "Starts workflows by HTTP requests, and answers them.",
        ["Resilience"] = "Tries requests again that failed for a while.",
        ["JavaScript"] = "Evaluates JavaScript expressions.",
        ["RealTimeWorkflowUpdates"] = "Tells viewers at once what happens in a run.",
    };

    public static void MapFeatures(this IEndpointRouteBuilder api)
    {
        api.MapGet("/features/installed", () => ElsaJson.List([.. Features.Keys.Select(Feature)]));
        api.MapGet("/features/installed/{fullName}", (string fullName) =>
            fullName.StartsWith(Namespace + ".", StringComparison.Ordinal) && Features.ContainsKey(fullName[(Namespace.Length + 1)..])
                ? ElsaJson.Json(Feature(fullName[(Namespace.Length + 1)..]))
                : Results.NotFound());
        api.MapGet("/package/version", () => ElsaJson.Json(new { PackageVersion = "3.8.2" }));
    }

    private static object Feature(string name) => new { Name = name, Namespace, FullName = $"{Namespace}.{name}", DisplayName = name, Description = Features[name] };
}
