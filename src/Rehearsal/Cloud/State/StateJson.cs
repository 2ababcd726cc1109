using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>How state is written to disk.</summary>
internal static class StateJson
{
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = false,
    };
}
