namespace Masterplan.Runtime.Activities.Http;

/// <summary>What an endpoint accepts; an unset member allows everything.</summary>
internal sealed record HttpLimits
{
    public const string RequestTooLarge = "Request too large";
    public const string FileTooLarge = "File too large";
    public const string InvalidExtension = "Invalid file extension";
    public const string InvalidMimeType = "Invalid file MIME type";

    /// <summary>In bytes, as the next.</summary>
    public long? RequestSize { get; init; }

    public long? FileSize { get; init; }

    public ICollection<string>? AllowedExtensions { get; init; }

    public ICollection<string>? BlockedExtensions { get; init; }

    public ICollection<string>? AllowedMimeTypes { get; init; }

    /// <summary>The first limit that the request breaks; null if it breaks none.</summary>
    public string? Broken(HttpRequestData request)
    {
        if (request.Size > RequestSize)
            return RequestTooLarge;
        if (request.Files.Any(file => file.Size > FileSize))
            return FileTooLarge;
        if (!request.Files.All(file => HasExtension(file, AllowedExtensions, otherwise: true)) || request.Files.Any(file => HasExtension(file, BlockedExtensions, otherwise: false)))
            return InvalidExtension;
        return AllowedMimeTypes is { Count: > 0 } types && !request.Files.All(file => types.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase)) ? InvalidMimeType : null;
    }

    public static int StatusOf(string broken) => broken is RequestTooLarge or FileTooLarge ? 413 : 415;

    private static bool HasExtension(HttpFileData file, ICollection<string>? extensions, bool otherwise) =>
        extensions is not { Count: > 0 } ? otherwise : extensions.Any(extension => file.FileName.EndsWith($".{extension.TrimStart('.')}", StringComparison.OrdinalIgnoreCase));
}
