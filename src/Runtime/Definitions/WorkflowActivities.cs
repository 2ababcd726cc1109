using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Definitions;

/// <summary>The workflows that can be used as activities: published ones that say so.</summary>
internal sealed class WorkflowActivities(RuntimeStore store, DefinitionChanges changes)
{
    private (long Changes, ImmutableDictionary<string, ActivityDescriptor> ByType)? _known;

    public IReadOnlyCollection<ActivityDescriptor> Descriptors => [.. ByType().Values];

    public ActivityDescriptor? Find(string typeName) => ByType().GetValueOrDefault(typeName);

    /// <summary>The definition that an activity stands for: the version that it names, else the published one of its type; null if there is none.</summary>
    public (JsonObject Document, ActivityDescriptor Descriptor)? Resolve(JsonObject activity)
    {
        var type = References.Text(activity["type"]) ?? "";
        var version = activity["version"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        var (versionId, definitionId) = (References.Text(activity["workflowDefinitionVersionId"]), References.Text(activity["workflowDefinitionId"]) ?? Find(type)?.WorkflowDefinitionId);
        if (versionId is null && definitionId is null)
            return null;
        using var context = store.Read();
        var rows = context.Definitions.AsNoTracking();
        var row = rows.FirstOrDefault(candidate => candidate.Id == versionId)
            ?? rows.FirstOrDefault(candidate => candidate.DefinitionId == definitionId && candidate.Version == version)
            ?? rows.FirstOrDefault(candidate => candidate.DefinitionId == definitionId && candidate.IsPublished);
        if (row is null)
            return null;
        var document = DefinitionReader.Parse(row.Json, row.DefinitionId);
        return WorkflowActivityDescriptor.IsUsable(document) ? (document, WorkflowActivityDescriptor.Of(document)) : null;
    }

    /// <summary>Writes into each activity that stands for a workflow which version of it is meant, where that is not said.</summary>
    public void Pin(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            if (References.Text(json["id"]) is not null && References.Text(json["type"]) is { } type && json["workflowDefinitionVersionId"] is null && (Find(type) is not null || json["workflowDefinitionId"] is not null)
                && Resolve(json) is { Descriptor: { } descriptor })
                (json["version"], json["workflowDefinitionId"], json["workflowDefinitionVersionId"]) = (descriptor.Version, descriptor.WorkflowDefinitionId, descriptor.WorkflowDefinitionVersionId);
            foreach (var member in json.ToList())
                Pin(member.Value);
        }
        else if (node is JsonArray list)
            foreach (var item in list)
                Pin(item);
    }

    private ImmutableDictionary<string, ActivityDescriptor> ByType()
    {
        var count = changes.Count;
        if (_known is { } known && known.Changes == count)
            return known.ByType;
        using var context = store.Read();
        var rows = context.Definitions.AsNoTracking().Where(row => row.IsPublished && row.Json.Contains("\"usableAsActivity\":true")).OrderBy(row => row.DefinitionId).ToList();
        var byType = ImmutableDictionary.CreateBuilder<string, ActivityDescriptor>();
        foreach (var document in rows.Select(row => DefinitionReader.Parse(row.Json, row.DefinitionId)).Where(WorkflowActivityDescriptor.IsUsable))
            if (WorkflowActivityDescriptor.Of(document) is var descriptor && !byType.ContainsKey(descriptor.TypeName))
                byType[descriptor.TypeName] = descriptor;
        _known = (count, byType.ToImmutable());
        return _known.Value.ByType;
    }
}
