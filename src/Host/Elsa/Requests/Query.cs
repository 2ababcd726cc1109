using System.Globalization;

namespace Masterplan.Host.Elsa.Requests;

/// <summary>Reads a request's query; names and values whatever their case, empty as absent.</summary>
internal static class Query
{
    private const int LargestPage = 10_000;

    public static string? Text(this HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    public static IReadOnlyList<string> Texts(this HttpRequest request, string name) => [.. request.Query[name].Where(text => !string.IsNullOrEmpty(text)).Select(text => text!)];

    public static int? Number(this HttpRequest request, string name)
    {
        if (request.Text(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RequestRefusedException(name, $"'{text}' is not a number of 0 or more.");
    }

    public static bool? Flag(this HttpRequest request, string name)
    {
        if (request.Text(name) is not { } text)
            return null;
        return bool.TryParse(text, out var flag) ? flag : throw new RequestRefusedException(name, $"'{text}' is neither true nor false.");
    }

    public static T? Choice<T>(this HttpRequest request, string name)
        where T : struct, Enum
    {
        if (request.Text(name) is not { } text)
            return null;
        return Enum.TryParse<T>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice)
            ? choice
            : throw new RequestRefusedException(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>Page and page size, counted from 0; without them everything, up to a limit.</summary>
    public static (int Skip, int Take) Page(this HttpRequest request) => Page(request.Number("page"), request.Number("pageSize"));

    public static (int Skip, int Take) Page(int? page, int? pageSize)
    {
        var take = Math.Clamp(pageSize ?? LargestPage, 1, LargestPage);
        return ((int)Math.Min((long)Math.Max(page ?? 0, 0) * take, int.MaxValue), take);
    }
}
