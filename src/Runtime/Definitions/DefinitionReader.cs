using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Expressions;

namespace Masterplan.Runtime.Definitions;

/// <summary>Reads definition JSON into something that runs, or into the list of everything that is wrong with it.</summary>
internal sealed class DefinitionReader(IActivityRegistry registry, WorkflowActivities workflows, ExpressionChecker expressions)
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    public IActivityRegistry Registry => registry;

    public WorkflowActivities Workflows => workflows;

    /// <summary>Parses the JSON of a definition; bad JSON is a fault like others.</summary>
    public static JsonObject Parse(string json, string name)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Lenient) as JsonObject
                ?? throw new DefinitionException(name, [new DefinitionFault("$", "A definition is a JSON object.")]);
        }
        catch (JsonException e)
        {
            throw new DefinitionException(name, [new DefinitionFault("$", $"This is not JSON: line {e.LineNumber + 1}, character {e.BytePositionInLine + 1}. {e.Message}")]);
        }
    }

    /// <summary>Builds the definition, or fails with every fault.</summary>
    public WorkflowGraph Read(JsonObject document)
    {
        var (graph, faults) = TryRead(document);
        return graph ?? throw new DefinitionException(References.Text(document["definitionId"]) ?? References.Text(document["name"]) ?? "?", faults);
    }

    public (WorkflowGraph? Graph, IReadOnlyList<DefinitionFault> Faults) TryRead(JsonObject document)
    {
        var scope = new DefinitionScope(expressions);
        var builder = new ActivityBuilder(this, scope);
        if (References.Text(document["definitionId"]) is not { Length: > 0 })
            scope.Fault("definitionId", "The definition has no definitionId.");
        var workflow = ReadEnvelope(document, scope);
        scope.Using = [workflow.DefinitionId];
        var root = new ActivityNode(workflow, ActivityDescriptors.Of(typeof(Workflow)), null);
        scope.Enter(workflow.Variables.ToList());
        if (document["root"] is null)
            scope.Fault("root", "The definition has no root activity.");
        else
            workflow.Root = builder.BuildBelow(root, document["root"], "root");
        if (scope.Faults.Count > 0)
            return (null, scope.Faults);
        return (new WorkflowGraph(root, RecordsOutputs(document) || scope.UsedRecordOutputs), []);
    }

    private static bool RecordsOutputs(JsonObject document) =>
        document["root"]!.ToJsonString() is var text && (text.Contains("getOutputFrom", StringComparison.Ordinal) || text.Contains("getLastResult", StringComparison.Ordinal));

    /// <summary>Builds a workflow that is used as an activity, below that activity; null if it cannot run, with the reasons among the faults of the one that uses it.</summary>
    public Workflow? ReadUsed(JsonObject document, ActivityNode user, string path, DefinitionScope outer)
    {
        var scope = new DefinitionScope(expressions);
        var workflow = ReadEnvelope(document, scope);
        if (outer.Using.Contains(workflow.DefinitionId))
        {
            outer.Fault(path, $"The workflow '{workflow.DefinitionId}' would use itself.");
            return null;
        }

        outer.UsedRecordOutputs |= RecordsOutputs(document);
        scope.Using = [.. outer.Using, workflow.DefinitionId];
        workflow.NodeId = $"{user.NodeId}:{workflow.Id}";
        var node = new ActivityNode(workflow, ActivityDescriptors.Of(typeof(Workflow)), user);
        user.Children.Add(node);
        scope.Enter(workflow.Variables.ToList());
        if (document["root"] is { } root)
            workflow.Root = new ActivityBuilder(this, scope).BuildBelow(node, root, "root");
        outer.UsedRecordOutputs |= scope.UsedRecordOutputs;
        foreach (var fault in scope.Faults)
            outer.Fault(path, $"In the workflow '{workflow.DefinitionId}' that is used here: {fault}");
        return scope.Faults.Count == 0 ? workflow : null;
    }

    private static Workflow ReadEnvelope(JsonObject document, DefinitionScope scope)
    {
        scope.Inputs = ArgumentReader.Arguments(document["inputs"], "inputs", scope);
        scope.Outputs = ArgumentReader.Arguments(document["outputs"], "outputs", scope);
        var options = document["options"] as JsonObject;
        var strategy = References.Text(options?["incidentStrategyType"]);
        return new Workflow
        {
            Id = "Workflow1",
            NodeId = "Workflow1",
            DefinitionId = References.Text(document["definitionId"]) ?? "",
            DefinitionVersionId = References.Text(document["id"]) ?? "",
            DefinitionVersion = document["version"] is JsonValue version && version.TryGetValue<int>(out var number) ? number : 1,
            Name = References.Text(document["name"]),
            Variables = ArgumentReader.Variables(document["variables"], "variables", scope),
            Inputs = scope.Inputs,
            Outputs = scope.Outputs,
            FaultsOnIncident = strategy is null or "" ? null : strategy.Contains("FaultStrategy", StringComparison.Ordinal),
            Activation = ActivationStrategies.Of(References.Text(options?["activationStrategyType"])),
        };
    }
}
