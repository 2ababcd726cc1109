using System.Globalization;
using System.Linq.Expressions;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Definitions;

/// <summary>Which version of a definition is meant. The default value is the latest.</summary>
public readonly record struct VersionOptions
{
    private static readonly Dictionary<string, VersionOptions> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Latest"] = Latest,
        ["Published"] = Published,
        ["LatestOrPublished"] = LatestOrPublished,
        ["LatestAndPublished"] = LatestAndPublished,
        ["Draft"] = Draft,
        ["AllVersions"] = All,
        ["All"] = All,
    };

    private readonly Kind _kind;
    private readonly int _number;

    private VersionOptions(Kind kind, int number = 0) => (_kind, _number) = (kind, number);

    private enum Kind
    {
        Latest,
        Published,
        LatestOrPublished,
        LatestAndPublished,
        Draft,
        All,
        Number,
    }

    public static VersionOptions Latest => default;

    public static VersionOptions Published => new(Kind.Published);

    public static VersionOptions LatestOrPublished => new(Kind.LatestOrPublished);

    public static VersionOptions LatestAndPublished => new(Kind.LatestAndPublished);

    /// <summary>The latest, where it is not published.</summary>
    public static VersionOptions Draft => new(Kind.Draft);

    public static VersionOptions All => new(Kind.All);

    internal Expression<Func<DefinitionRow, bool>> Predicate
    {
        get
        {
            var number = _number;
            return _kind switch
            {
                Kind.Published => row => row.IsPublished,
                Kind.LatestOrPublished => row => row.IsLatest || row.IsPublished,
                Kind.LatestAndPublished => row => row.IsLatest && row.IsPublished,
                Kind.Draft => row => row.IsLatest && !row.IsPublished,
                Kind.All => row => true,
                Kind.Number => row => row.Version == number,
                _ => row => row.IsLatest,
            };
        }
    }

    public static VersionOptions Number(int version) => new(Kind.Number, version);

    /// <summary>Reads <c>Latest</c>, <c>Published</c>, <c>LatestOrPublished</c>, <c>LatestAndPublished</c>, <c>Draft</c>, <c>AllVersions</c>, or a number.</summary>
    public static bool TryParse(string text, out VersionOptions options)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return ByName.TryGetValue(text, out options);
        options = Number(number);
        return true;
    }
}
