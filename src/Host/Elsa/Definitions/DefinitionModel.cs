using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>A definition as Studio reads it: what its document leaves out is filled in, for Studio takes nothing for granted.</summary>
internal sealed class DefinitionModel(IActivityRegistry registry)
{
    private static readonly string[] Lists = ["variables", "inputs", "outputs", "outcomes"];
    private static readonly string[] Maps = ["customProperties", "options"];
    private static readonly string[] Flags = ["isReadonly", "isSystem"];

    public JsonObject Of(WorkflowDefinition definition, ClaimsPrincipal user)
    {
        var model = Of(definition);
        model.Insert(0, "links", JsonSerializer.SerializeToNode(DefinitionLinks.One(user, definition.DefinitionId), ElsaJson.Options));
        return model;
    }

    public JsonObject Of(WorkflowDefinition definition)
    {
        var model = (JsonObject)definition.Document.DeepClone();
        model.Remove("$schema");
        model.Remove("links");
        model["createdAt"] = JsonSerializer.SerializeToNode(definition.CreatedAt, ElsaJson.Options);
        foreach (var list in Lists.Where(list => model[list] is not JsonArray))
            model[list] = new JsonArray();
        foreach (var map in Maps.Where(map => model[map] is not JsonObject))
            model[map] = new JsonObject();
        foreach (var flag in Flags.Where(flag => model[flag] is null))
            model[flag] = false;
        model["options"]!.AsObject().TryAdd("autoUpdateConsumingWorkflows", false);
        foreach (var variable in model["variables"]!.AsArray().OfType<JsonObject>())
            WriteDefaultAsText(variable);
        var root = model["root"] as JsonObject ?? DefinitionInput.EmptyRoot();
        if (Shown(ActivityCompletion.Complete(root)) is { Parent: null } shown)
            model["root"] = shown;
        return model;
    }

    /// <summary>Studio reads the default value of a variable as text only.</summary>
    private static void WriteDefaultAsText(JsonObject variable)
    {
        variable.TryAdd("isArray", false);
        if (variable["value"] is { } value && DefinitionNodes.Text(value) is null)
            variable["value"] = value.ToJsonString(ElsaJson.Options);
    }

    private JsonObject Shown(JsonObject activity)
    {
        if (MissingActivities.IsMissing(activity, registry))
            return MissingActivities.Hide(activity);
        InputDefaults.Fill(activity, registry);
        foreach (var (_, child, replace) in DefinitionNodes.Children(activity))
            if (Shown(child) is var shown && shown != child)
                replace(shown);
        return activity;
    }
}
