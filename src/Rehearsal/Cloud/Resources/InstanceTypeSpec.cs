namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>An instance type.</summary>
internal sealed record InstanceTypeSpec(string Family, string Size, int Cpus, double Gib)
{
    internal Guid Id { get; } = StableId.Of($"instance-type {Family}.{Size}");

    internal long Memory => (long)(Gib * (1L << 30));

    internal bool IsAuthorized => Family != "gpu3";

    /// <summary>The sizes that were listed in ch-gva-2 in August 2026.</summary>
    internal static IReadOnlyList<InstanceTypeSpec> All { get; } =
    [
        new("standard", "micro", 1, 0.5), new("standard", "tiny", 1, 1), new("standard", "small", 2, 2), new("standard", "medium", 2, 4),
        new("standard", "large", 4, 8), new("standard", "extra-large", 4, 16), new("standard", "huge", 8, 32), new("standard", "mega", 12, 64),
        new("standard", "titan", 16, 128), new("standard", "jumbo", 24, 225), new("standard", "colossus", 40, 320),
        new("cpu", "extra-large", 8, 16), new("cpu", "huge", 16, 32), new("cpu", "mega", 32, 64), new("cpu", "titan", 40, 128), new("cpu", "colossus", 80, 320),
        new("memory", "extra-large", 2, 16), new("memory", "huge", 4, 32), new("memory", "mega", 8, 64), new("memory", "titan", 12, 128),
        new("storage", "extra-large", 4, 16), new("storage", "huge", 8, 32), new("storage", "mega", 12, 64), new("storage", "titan", 16, 128),
        new("storage", "jumbo", 24, 225),
        new("gpu3", "small", 12, 56),
    ];

    internal static InstanceTypeSpec? Find(Guid id) => All.FirstOrDefault(t => t.Id == id);
}
