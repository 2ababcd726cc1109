using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Storage;

/// <summary>An object as it is stored; nobody may change it, whoever wants to takes a copy.</summary>
public sealed record StoredObject(string Key, long Revision, JsonObject Value);
