using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Definitions;

/// <content>Brings definitions to the published versions of those that they use as activities.</content>
internal sealed partial class WorkflowDefinitions
{
    public Task<IReadOnlyList<ConsumerUpdate>> UpdateConsumersAsync(string definitionId, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var published = (await RowsAsync(definitionId, cancellationToken)).Find(row => row.IsPublished) ?? throw new DefinitionNotFoundException(definitionId, "published");
        return await UpdateConsumersAsync(DefinitionReader.Parse(published.Json, definitionId), cancellationToken);
    });

    private async Task<IReadOnlyList<ConsumerUpdate>> UpdateConsumersAsync(JsonObject published, CancellationToken cancellationToken)
    {
        var updates = new List<ConsumerUpdate>();
        if (WorkflowActivityDescriptor.IsUsable(published))
        {
            var used = WorkflowActivityDescriptor.Of(published);
            foreach (var consumer in await ConsumersAsync(used.WorkflowDefinitionId!, cancellationToken))
                updates.AddRange(await UpdateConsumerAsync(consumer, used, cancellationToken));
        }

        await store.WriteAsync(session => TriggerStatements.SetDone(session, References.Text(published["id"])!, isDone: true));
        return updates;
    }

    private async Task<IEnumerable<ConsumerUpdate>> UpdateConsumerAsync(DefinitionRow consumer, ActivityDescriptor used, CancellationToken cancellationToken)
    {
        var document = DefinitionReader.Parse(consumer.Json, consumer.DefinitionId);
        if (!Repoint(document["root"], used))
            return [];
        if (consumer.IsPublished && reader.TryRead(document).Faults is { Count: > 0 } faults)
            return [new(consumer.DefinitionId, faults)];
        var versions = await RowsAsync(consumer.DefinitionId, cancellationToken);
        var draft = await PutDraftAsync(versions, document);
        var further = consumer.IsPublished ? (await PublishAsync(versions, draft, cancellationToken)).Consumers : [];
        return further.Prepend(new(consumer.DefinitionId, []));
    }

    /// <summary>The latest versions of the definitions that name this one where an activity says what it stands for.</summary>
    private async Task<List<DefinitionRow>> ConsumersAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        var named = $"\"workflowDefinitionId\":{JsonValue.Create(definitionId).ToJsonString(RuntimeJson.Options)}";
        return await context.Definitions.AsNoTracking().Where(row => row.IsLatest && row.DefinitionId != definitionId && row.Json.Contains(named)).OrderBy(row => row.DefinitionId).ToListAsync(cancellationToken);
    }

    /// <summary>False if every activity that stands for the workflow names this version already.</summary>
    private static bool Repoint(JsonNode? node, ActivityDescriptor used)
    {
        if (node is JsonArray list)
            return list.Aggregate(false, (changed, item) => Repoint(item, used) || changed);
        if (node is not JsonObject json)
            return false;
        var isUser = References.Text(json["type"]) is not null && References.Text(json["workflowDefinitionId"]) == used.WorkflowDefinitionId && References.Text(json["workflowDefinitionVersionId"]) != used.WorkflowDefinitionVersionId;
        if (isUser)
        {
            (json["type"], json["version"], json["workflowDefinitionVersionId"]) = (used.TypeName, used.Version, used.WorkflowDefinitionVersionId);
            if (json.ContainsKey("latestAvailablePublishedVersion"))
                (json["latestAvailablePublishedVersion"], json["latestAvailablePublishedVersionId"]) = (used.Version, used.WorkflowDefinitionVersionId);
        }

        return json.ToList().Aggregate(isUser, (changed, member) => Repoint(member.Value, used) || changed);
    }
}
