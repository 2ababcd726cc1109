using System.Text.Json;
using Masterplan.Runtime.Json;

namespace Masterplan.Host.Elsa.Requests;

/// <summary>How the API reads and writes JSON: camel case, enums by name, no nulls.</summary>
internal static class ElsaJson
{
    public static JsonSerializerOptions Options => RuntimeJson.Options;

    public static IResult Json(object value, int status = StatusCodes.Status200OK) => Results.Json(value, Options, statusCode: status);

    /// <summary>A whole list.</summary>
    public static IResult List<T>(IReadOnlyCollection<T> items) => Json(new { Items = items, items.Count });
}
