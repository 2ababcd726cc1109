using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Reads which version is meant.</summary>
internal static class Versions
{
    public const string Member = "versionOptions";

    public static VersionOptions Of(HttpRequest request, VersionOptions otherwise) => Of(request.Text(Member), otherwise);

    public static VersionOptions Of(string? text, VersionOptions otherwise)
    {
        if (string.IsNullOrEmpty(text))
            return otherwise;
        return VersionOptions.TryParse(text, out var options)
            ? options
            : throw new RequestRefusedException(Member, $"'{text}' is neither a number nor one of Latest, Published, LatestOrPublished, LatestAndPublished, Draft, AllVersions.");
    }
}
