using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Masterplan.Host.Studio;

/// <summary>The files of Elsa Studio's elements that came with the program.</summary>
internal sealed class StudioPackage
{
    private const string Compressed = ".br";
    private static readonly string[] NotFingerprinted = ["_framework/blazor.webassembly.js", "_framework/dotnet.js"];
    private readonly string folder = Path.Combine(AppContext.BaseDirectory, "studio");
    private readonly HashSet<string> files;
    private readonly string version;
    private readonly FileExtensionContentTypeProvider types = new() { Mappings = { [".dat"] = "application/octet-stream" } };

    public StudioPackage()
    {
        files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))] : [];
        version = files.Contains("package.json") ? (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "package.json")))?["version"] ?? "" : "";
    }

    /// <summary>False if the program was built without npm.</summary>
    public bool IsThere => files.Contains(NotFingerprinted[0]);

    public IResult Answer(string path, HttpContext context)
    {
        if (path.EndsWith(Compressed, StringComparison.Ordinal) || !files.Contains(path))
            return Results.NotFound();
        var headers = context.Response.GetTypedHeaders();
        headers.CacheControl = IsForEver(path)
            ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
            : new CacheControlHeaderValue { NoCache = true };
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var isCompressed = files.Contains(path + Compressed) && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (isCompressed)
            context.Response.Headers.ContentEncoding = "br";
        return Results.File(
            Path.Combine(folder, isCompressed ? path + Compressed : path),
            types.TryGetContentType(path, out var type) ? type : "application/octet-stream",
            entityTag: new EntityTagHeaderValue($"\"{version}{(isCompressed ? "-br" : "")}\""));
    }

    /// <summary>Names in <c>_framework</c> carry a hash of the content, except two.</summary>
    private static bool IsForEver(string path) => path.StartsWith("_framework/", StringComparison.Ordinal) && !NotFingerprinted.Contains(path);
}
