using System.Text.Json;
using RestSharp;

namespace Masterplan.Exoscale.Http;

/// <summary>Reads the body of a successful answer.</summary>
internal static class AnswerParser
{
    internal static T Parse<T>(RestResponse response)
    {
        var what = $"{response.Request.Method.ToString().ToUpperInvariant()} {response.ResponseUri}";
        try
        {
            return JsonSerializer.Deserialize<T>(response.RawBytes ?? [], ExoscaleJson.Options) ?? throw Unexpected(what, response, null);
        }
        catch (JsonException e)
        {
            throw Unexpected(what, response, e);
        }
    }

    private static ExoscaleException Unexpected(string what, RestResponse response, JsonException? inner) =>
        new(
            ExoscaleErrorKind.Answer,
            $"{what} was answered with something that is not the API's JSON: '{ErrorText.Of(response.Content ?? "")}'. Check the endpoint.",
            inner)
        {
            StatusCode = response.StatusCode,
            IsOutcomeUnknown = response.Request.Method is not (Method.Get or Method.Delete),
        };
}
