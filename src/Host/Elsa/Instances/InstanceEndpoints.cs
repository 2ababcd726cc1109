using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Lists runs and shows one.</summary>
internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances", (HttpRequest request, IWorkflowInstances instances, CancellationToken token) => ListAsync(InstanceListRequest.Of(request), instances, token));
        api.MapPost("/workflow-instances", async (HttpRequest request, IWorkflowInstances instances, CancellationToken token) =>
            await ListAsync(await Body.ReadAsync<InstanceListRequest>(request), instances, token));
        api.MapGet("/workflow-instances/{id}", FindAsync);
        api.MapGet("/workflow-instances/{id}/execution-state", async (string id, IWorkflowInstances instances, CancellationToken token) =>
            await instances.FindAsync(id, token) is { } found ? ElsaJson.Json(new { found.Status, found.SubStatus, found.UpdatedAt }) : Results.NotFound());
        api.MapGet("/workflow-instances/{id}/variables", VariablesAsync);
        api.MapGet("/workflow-instances/{id}/export", ExportAsync);
        api.MapPost("/bulk-actions/export/workflow-instances", ExportManyAsync);
    }

    private static async Task<IResult> ListAsync(InstanceListRequest request, IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        var page = await instances.ListAsync(request.ToFilter(), cancellationToken);
        return ElsaJson.Json(new { Items = page.Items.Select(InstanceModel.Summary), page.TotalCount });
    }

    private static async Task<IResult> FindAsync(string id, IWorkflowInstances instances, CancellationToken cancellationToken) =>
        await instances.FindAsync(id, cancellationToken) is { } found && await instances.StateAsync(id, cancellationToken) is { } state
            ? ElsaJson.Json(InstanceModel.Whole(found, state))
            : Results.NotFound();

    /// <summary>The workflow's own variables, by the names that its definition gives them. An unknown run has none.</summary>
    public static async Task<IResult> VariablesAsync(string id, IWorkflowInstances instances, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        if (await instances.FindAsync(id, cancellationToken) is not { } instance)
            return ElsaJson.List(Array.Empty<object>());
        var definition = await definitions.FindByVersionIdAsync(instance.DefinitionVersionId, cancellationToken);
        var declared = (definition?.Document["variables"] as JsonArray ?? []).OfType<JsonObject>();
        return ElsaJson.List(
        [
            .. from variable in declared
               let variableId = DefinitionNodes.Text(variable["id"]) ?? DefinitionNodes.Text(variable["name"]) ?? ""
               where instance.Variables.ContainsKey(variableId)
               select new { Id = variableId, Name = DefinitionNodes.Text(variable["name"]), Value = instance.Variables[variableId] },
        ]);
    }

    private static async Task<IResult> ExportAsync(string id, IWorkflowInstances instances, CancellationToken cancellationToken) =>
        await FileOfAsync(id, instances, cancellationToken) is { } file ? Results.File(file, "application/octet-stream", NameOf(id)) : Results.NotFound();

    private static async Task<IResult> ExportManyAsync(HttpRequest request, IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        var files = new List<(string, byte[])>();
        foreach (var id in (await Body.ReadAsync<BulkRequest>(request)).Ids)
            if (await FileOfAsync(id, instances, cancellationToken) is { } file)
                files.Add((NameOf(id), file));
        return files.Count == 0 ? Results.NotFound() : Results.File(Archive.Of(files), "application/zip", "workflow-instances.zip");
    }

    private static async Task<byte[]?> FileOfAsync(string id, IWorkflowInstances instances, CancellationToken cancellationToken) =>
        await instances.StateAsync(id, cancellationToken) is { } state
            ? Encoding.UTF8.GetBytes(new JsonObject { ["WorkflowState"] = ReferencedJson.Of(state) }.ToJsonString(RuntimeJson.Indented))
            : null;

    private static string NameOf(string id) => $"workflow-instance-{id}.json";
}
