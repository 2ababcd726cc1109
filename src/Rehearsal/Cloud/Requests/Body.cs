using System.Text.Json;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>A JSON object in a request. Members that nobody asks for are ignored, as the API does.</summary>
internal readonly struct Body(JsonElement element)
{
    public static Body Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new(document.RootElement.Clone());
        }
        catch (JsonException)
        {
            throw Refusal.Bad("bad request");
        }
    }

    public bool Has(string name) => Member(name) is not null;

    public string? Text(string name, int longest = 255) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } e when e.GetString()!.Length <= longest => e.GetString(),
        _ => throw Refusal.Bad($"invalid value for '{name}'"),
    };

    public string RequiredText(string name, int longest = 255) => Text(name, longest) is { Length: > 0 } text ? text : throw Refusal.Bad($"'{name}' is required");

    public int? Number(string name, int least, int most) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } e when e.TryGetInt32(out var n) && n >= least && n <= most => n,
        _ => throw Refusal.Bad($"'{name}' must be a whole number from {least} to {most}"),
    };

    public bool? Flag(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Refusal.Bad($"invalid value for '{name}'"),
    };

    public string? OneOf(string name, params ReadOnlySpan<string> values)
    {
        var text = Text(name);
        return text is null || values.Contains(text) ? text : throw Refusal.Bad($"'{name}' must be one of {string.Join(", ", values!)}");
    }

    public Body? Nested(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } e => new Body(e),
        _ => throw Refusal.Bad($"invalid value for '{name}'"),
    };

    public IReadOnlyList<Body> Objects(string name) => Member(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } e => [.. e.EnumerateArray().Select(i => new Body(i))],
        _ => throw Refusal.Bad($"invalid value for '{name}'"),
    };

    /// <summary>The id in an object such as <c>{"template": {"id": …}}</c>.</summary>
    public Guid RequiredId(string name) => Nested(name)?.Id ?? throw Refusal.Bad($"'{name}' is required");

    public Guid? Id => Text("id") is { } text ? Guid.TryParse(text, out var id) ? id : throw Refusal.Bad("invalid value for 'id'") : null;

    public IReadOnlyDictionary<string, string>? Labels() => Nested("labels")?.Texts();

    private Dictionary<string, string> Texts() =>
        element.EnumerateObject().ToDictionary(
            p => p.Name,
            p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : throw Refusal.Bad("labels are texts"));

    private JsonElement? Member(string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
