namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>A syntax of expressions.</summary>
internal sealed record ExpressionSyntax(string Type, string DisplayName, bool IsSerializable, bool IsBrowsable, IReadOnlyDictionary<string, string> Properties)
{
    public static ExpressionSyntax Of(string type, bool isBrowsable = true, string? language = null, string? displayName = null) =>
        new(type, displayName ?? type, IsSerializable: true, isBrowsable, language is null ? new Dictionary<string, string>() : new() { ["MonacoLanguage"] = language });
}
