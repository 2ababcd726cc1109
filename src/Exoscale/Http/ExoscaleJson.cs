using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masterplan.Exoscale.Http;

/// <summary>How the API's JSON is read and written: kebab-case names, absent when unset, unknown members and enum values let through.</summary>
public static class ExoscaleJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new TolerantEnumConverter() },
    };
}
