namespace Masterplan.Runtime.Activities.Http;

/// <summary>The request that started a run: its input. Headers that say who asked are left out, for inputs are stored.</summary>
public sealed record HttpRequestData
{
    /// <summary>The workflow input under which it comes.</summary>
    public const string InputKey = "HttpRequest";

    /// <summary>The instance's property that holds the id of the request which is to be answered.</summary>
    internal const string PropertyKey = "HttpRequestId";

    public required string Id { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public IReadOnlyDictionary<string, string> RouteData { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The size of the body in bytes.</summary>
    public long Size { get; init; }

    public IReadOnlyList<HttpFileData> Files { get; init; } = [];

    /// <summary>The body: parsed if it was JSON or a form, else its text; unset if there was none.</summary>
    public object? Content { get; init; }
}
