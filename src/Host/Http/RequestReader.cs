using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Activities.Http;

namespace Masterplan.Host.Http;

/// <summary>Turns a request into the input of the workflow that it starts.</summary>
internal static class RequestReader
{
    /// <summary>They say who asked, and inputs are stored.</summary>
    private static readonly string[] Secret = ["Authorization", "Cookie", "Proxy-Authorization"];

    public static async Task<HttpRequestData> ReadAsync(HttpRequest request, RouteValueDictionary route, string id)
    {
        request.EnableBuffering();
        return await DataAsync(request, route, id);
    }

    private static async Task<HttpRequestData> DataAsync(HttpRequest request, RouteValueDictionary route, string id) => new()
    {
        Id = id,
        Method = request.Method,
        Path = request.Path,
        RouteData = route.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? ""),
        Query = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
        Headers = request.Headers.Where(header => !Secret.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(header => header.Key, header => header.Value.ToString()),
        Content = await ContentAsync(request),
        Size = request.ContentLength ?? request.Body.Length,
        Files = request.HasFormContentType ? [.. request.Form.Files.Select(file => new HttpFileData(file.Name, file.FileName, file.ContentType, file.Length))] : [],
    };

    private static async Task<object?> ContentAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted)).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (text.Length == 0 || !request.HasJsonContentType())
            return text.Length == 0 ? null : text;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new RequestRefusedException(RequestRefusedException.General, $"The body is not JSON: {exception.Message}", exception);
        }
    }
}
