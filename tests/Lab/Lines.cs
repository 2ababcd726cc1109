using System.Text.Json;

namespace Masterplan.Lab;

/// <summary>Tells the lines that the program prints apart.</summary>
internal static class Lines
{
    /// <summary>Whether something happened to an activity, on a node where one is named.</summary>
    public static bool Is(this JsonElement line, string happened, string activity, string? node = null) =>
        Text(line, "event") == happened && Text(line, "activity") == activity && (node is null || Text(line, "node") == node);

    /// <summary>Whether the line's message has a text in it.</summary>
    public static bool Says(this JsonElement line, string text) => Text(line, "message")?.Contains(text, StringComparison.Ordinal) == true;

    private static string? Text(JsonElement line, string member) => line.TryGetProperty(member, out var value) ? value.ToString() : null;
}
