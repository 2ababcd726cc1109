namespace Masterplan.Exoscale.Zones;

/// <summary>A zone: a place with an API of its own.</summary>
public sealed record Zone
{
    /// <summary>Its name, such as <c>ch-gva-2</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The base address of its API, including <c>/v2</c>, without a slash at the end.</summary>
    public Uri? ApiEndpoint { get; init; }
}
