using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Patches;

/// <summary>RFC 7386.</summary>
public static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null)
                target.Remove(key);
            else if (value is JsonObject map)
                target[key] = Apply(target[key] is JsonObject old ? (JsonObject)old.DeepClone() : [], map);
            else
                target[key] = value.DeepClone();
        }

        return target;
    }
}
