namespace Masterplan.Exoscale.Instances;

/// <summary>What to change about an instance; what is null stays.</summary>
public sealed record InstanceUpdate
{
    public string? Name { get; init; }

    /// <summary>Base64; a running instance sees it only after a reset.</summary>
    public string? UserData { get; init; }

    /// <summary>Replaces all labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
