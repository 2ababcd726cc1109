using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Tables;

/// <summary>One column of a table; a wide one shows with -o wide only.</summary>
public sealed record Column(string Name, Func<JsonObject, DateTimeOffset, JsonNode?> Read, bool IsWide = false);
