using System.Text.RegularExpressions;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>A version of Kubernetes or etcd as v1.36.5.</summary>
public readonly partial record struct KubernetesVersion(int Major, int Minor, int Patch) : IComparable<KubernetesVersion>
{
    public static bool TryParse(string? text, out KubernetesVersion version)
    {
        var match = Pattern().Match(text ?? "");
        version = match.Success ? new(Number(1), Number(2), Number(3)) : default;
        return match.Success;

        int Number(int group) => int.Parse(match.Groups[group].ValueSpan);
    }

    public static KubernetesVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a version; write it as v1.36.5.");

    public int CompareTo(KubernetesVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(KubernetesVersion left, KubernetesVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"v{Major}.{Minor}.{Patch}";

    [GeneratedRegex(@"^v([0-9]{1,4})\.([0-9]{1,4})\.([0-9]{1,4})\z")]
    private static partial Regex Pattern();
}
