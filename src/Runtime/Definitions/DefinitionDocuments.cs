using System.Text.Json.Nodes;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Definitions;

/// <summary>Moves definitions between documents and rows. A document keeps every member; only those that say which version it is are set.</summary>
internal static class DefinitionDocuments
{
    private static readonly string[] VersionMembers = ["id", "version", "isLatest", "isPublished", "createdAt", "links", "$schema", "toolVersion"];

    public static DefinitionRow Row(JsonObject document, string id, int version, DateTimeOffset createdAt)
    {
        var copy = (JsonObject)document.DeepClone();
        copy["id"] = id;
        copy["version"] = version;
        copy["isLatest"] = true;
        copy["isPublished"] = false;
        copy.TryAdd("createdAt", JsonValue.Create(createdAt));
        return new DefinitionRow
        {
            Id = id,
            DefinitionId = References.Text(document["definitionId"])!,
            Name = References.Text(document["name"]),
            Description = References.Text(document["description"]),
            Version = version,
            IsLatest = true,
            CreatedAt = createdAt,
            Json = copy.ToJsonString(RuntimeJson.Options),
        };
    }

    public static DefinitionRow With(DefinitionRow row, bool isLatest, bool isPublished, Action<JsonObject>? change = null)
    {
        var document = (JsonObject)JsonNode.Parse(row.Json)!;
        document["isLatest"] = isLatest;
        document["isPublished"] = isPublished;
        change?.Invoke(document);
        return new DefinitionRow
        {
            Id = row.Id,
            DefinitionId = row.DefinitionId,
            Name = row.Name,
            Description = row.Description,
            Version = row.Version,
            IsLatest = isLatest,
            IsPublished = isPublished,
            CreatedAt = row.CreatedAt,
            Json = document.ToJsonString(RuntimeJson.Options),
        };
    }

    public static WorkflowDefinition Map(DefinitionRow row)
    {
        var document = (JsonObject)JsonNode.Parse(row.Json)!;
        return new()
        {
            Id = row.Id,
            DefinitionId = row.DefinitionId,
            Name = row.Name,
            Description = row.Description,
            Version = row.Version,
            IsLatest = row.IsLatest,
            IsPublished = row.IsPublished,
            IsReadonly = document["isReadonly"] is JsonValue flag && flag.TryGetValue<bool>(out var isReadonly) && isReadonly,
            CreatedAt = row.CreatedAt,
            Document = document,
        };
    }

    /// <summary>True if the two differ in nothing but which version they are.</summary>
    public static bool HasSameContent(JsonObject one, JsonObject other) => JsonNode.DeepEquals(Content(one), Content(other));

    public static int Put(WriteSession session, DefinitionRow row) => session.Execute(
        """
        INSERT INTO Definitions (Id, DefinitionId, Name, Description, Version, IsLatest, IsPublished, CreatedAt, Json, IsIndexed) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, FALSE)
        ON CONFLICT (Id) DO UPDATE SET Name=excluded.Name, Description=excluded.Description, IsLatest=excluded.IsLatest, IsPublished=excluded.IsPublished, Json=excluded.Json
        """,
        row.Id, row.DefinitionId, row.Name, row.Description, row.Version, row.IsLatest, row.IsPublished, row.CreatedAt, row.Json);

    private static JsonObject Content(JsonObject document)
    {
        var copy = (JsonObject)document.DeepClone();
        foreach (var member in VersionMembers)
            copy.Remove(member);
        return copy;
    }
}
