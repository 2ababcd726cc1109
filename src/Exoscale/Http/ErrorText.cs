using System.Net;
using System.Text.Json;

namespace Masterplan.Exoscale.Http;

/// <summary>The API's own words in the bodies of its errors. Five shapes of them are known: message, message with errors, error, RFC 9457, plain text.</summary>
internal static class ErrorText
{
    private const int Longest = 500;

    internal static string Of(string body)
    {
        var text = FromJson(body) ?? body.Trim();
        if (text.Length == 0)
            return "no message";
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    /// <summary>What to do next. How the API refuses what exceeds a quota is not documented, so its own word is looked for.</summary>
    internal static string Advice(HttpStatusCode status, bool unknown, string text) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => " Check the API key, its secret, its role's permissions, and whether the resource is protected.",
        HttpStatusCode.TooManyRequests => " Try again later.",
        _ when text.Contains("quota", StringComparison.OrdinalIgnoreCase) => " Have the quota raised, or remove what is not needed any more.",
        _ when unknown => " Whether it took effect is not known: look before it is sent again.",
        _ => "",
    };

    private static string? FromJson(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;
            var head = Text(root, "message") ?? Text(root, "error") ?? Text(root, "detail") ?? Text(root, "title");
            var details = root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
                ? errors.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.GetString() : Text(e, "message") ?? Text(e, "detail"))
                : [];
            var parts = details.Prepend(head).Where(p => !string.IsNullOrEmpty(p)).ToList();
            return parts.Count == 0 ? null : string.Join("; ", parts);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
