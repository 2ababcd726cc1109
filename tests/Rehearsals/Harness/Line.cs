using System.Text.Json;

namespace Masterplan.Rehearsals.Harness;

/// <summary>One line that the program printed with --json.</summary>
public sealed class Line(string text)
{
    private readonly JsonElement json = Parse(text);

    public string Text { get; } = text;

    public JsonElement Json => json;

    public string this[string member] => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) ? value.ToString() : "";

    public string Event => this["event"];

    /// <summary>Whether the line says that something was checkpointed.</summary>
    public bool IsCheckpoint => Event is "Completed" or "Suspended";

    public override string ToString() => Text;

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
