namespace Masterplan.Activities.Cloud;

/// <summary>The labels by which our resources are known.</summary>
public static class Labels
{
    public const string Cluster = "masterplan.cluster";
    public const string Role = "masterplan.role";
    public const string Run = "masterplan.run";

    public static bool Belongs(IReadOnlyDictionary<string, string> labels, string cluster) =>
        labels.TryGetValue(Cluster, out var owner) && owner == cluster;
}
