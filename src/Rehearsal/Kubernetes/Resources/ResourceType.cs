namespace Masterplan.Rehearsal.Kubernetes.Resources;

/// <summary>One kind of object that the API serves.</summary>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool IsNamespaced)
{
    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>Reviews are answered, not stored.</summary>
    public bool IsVirtual { get; init; }

    public bool IsCustom { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public bool HasStatus => Subresources.Contains("status");

    public string Prefix => $"/registry/{(Group.Length == 0 ? "core" : Group)}/{Plural}/";

    public string Key(string scope, string name) => IsNamespaced ? $"{Prefix}{scope}/{name}" : $"{Prefix}{name}";

    public string KeyPrefix(string? scope) => IsNamespaced && scope is { Length: > 0 } ? $"{Prefix}{scope}/" : Prefix;
}
