using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>How the lists of the built-in types are merged: by which members their items are the same. A list without an entry is replaced whole.</summary>
public static class MergeKeys
{
    private static readonly Dictionary<string, string[]> ByList = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["env"] = ["name"],
        ["volumes"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["conditions"] = ["type"],
        ["ownerReferences"] = ["uid"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["webhooks"] = ["name"],
        ["resourceClaims"] = ["name"],
        ["addresses"] = ["type"],
        ["podIPs"] = ["ip"],
    };

    /// <summary>For strategic merge patches, which go by one key.</summary>
    public static string? Strategic(string list, JsonArray items) => list switch
    {
        "taints" => "key",
        "ports" => items.OfType<JsonObject>().Any(p => p["containerPort"] is not null) ? "containerPort" : "port",
        "addresses" => "type",
        _ => ByList.GetValueOrDefault(list)?[0],
    };

    /// <summary>For server-side apply, which may go by several.</summary>
    public static string[]? Associative(string list, JsonArray items) => list switch
    {
        "ports" when items.OfType<JsonObject>().Any(p => p["containerPort"] is not null) => ["containerPort", "protocol"],
        "ports" when items.OfType<JsonObject>().Any(p => p["port"] is not null) => ["port", "protocol"],
        _ => ByList.GetValueOrDefault(list),
    };

    public static bool IsSet(string list) => list is "finalizers";

    /// <summary>An item's identity in a list, as managedFields spells it.</summary>
    public static string Identity(JsonObject item, string[] keys)
    {
        var identity = new JsonObject();
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            if ((item[key] ?? (key == "protocol" ? "TCP" : null)) is { } value)
                identity[key] = value.DeepClone();
        }

        return identity.ToJsonString();
    }

    public static JsonObject? Find(JsonArray list, string identity, string[] keys) =>
        list.OfType<JsonObject>().FirstOrDefault(i => Identity(i, keys) == identity);

    public static string[] KeysOf(string identity) => [.. ((JsonObject)JsonNode.Parse(identity)!).Select(m => m.Key)];
}
