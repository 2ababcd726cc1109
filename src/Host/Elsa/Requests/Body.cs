using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Host.Elsa.Requests;

/// <summary>Reads the JSON that a request brings; what is wrong with it is refused with its path.</summary>
internal static class Body
{
    public static async Task<T> ReadAsync<T>(HttpRequest request)
        where T : new()
    {
        if (request.ContentLength is 0 || !request.HasJsonContentType() && request.ContentLength is null)
            return new T();
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, ElsaJson.Options, request.HttpContext.RequestAborted) ?? new T();
        }
        catch (JsonException exception)
        {
            throw Refused(exception);
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request)
    {
        try
        {
            var node = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject
                ?? throw new RequestRefusedException(RequestRefusedException.General, "The request is not a JSON object.");
            CheckNames(node);
            return node;
        }
        catch (JsonException exception)
        {
            throw Refused(exception);
        }
    }

    /// <summary>A JSON object is read lazily: a member that occurs twice is found when its members are listed.</summary>
    private static void CheckNames(JsonNode? node)
    {
        try
        {
            foreach (var child in node switch { JsonObject json => json.Select(member => member.Value), JsonArray list => list, _ => [] })
                CheckNames(child);
        }
        catch (ArgumentException exception)
        {
            throw new RequestRefusedException(RequestRefusedException.General, exception.Message, exception);
        }
    }

    private static RequestRefusedException Refused(JsonException exception) =>
        new(exception.Path is { Length: > 2 } path ? path[2..] : RequestRefusedException.General, exception.Message, exception);
}
