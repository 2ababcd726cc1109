using System.Net;

namespace Masterplan.Exoscale.Http;

/// <summary>Turns answers other than 2xx, and connections that failed, into <see cref="ExoscaleException"/> with its kind and verdict.</summary>
internal sealed class ErrorHandler(TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable(request, e);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw Refusal(request, response, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));
    }

    private static ExoscaleException Unreachable(HttpRequestMessage request, Exception e)
    {
        var unknown = !SafeCalls.Contains(request.Method) && !WasNotSent(e);
        var advice = unknown ? "Whether it took effect is not known: look before it is sent again." : "Check the endpoint and the network.";
        return new(ExoscaleErrorKind.Unreachable, $"{request.Method} {request.RequestUri} got no answer: {e.Message.TrimEnd('.')}. {advice}", e)
        {
            IsTransient = true,
            IsOutcomeUnknown = unknown,
        };
    }

    private static bool WasNotSent(Exception e) =>
        e is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
        };

    private ExoscaleException Refusal(HttpRequestMessage request, HttpResponseMessage response, string body)
    {
        var status = response.StatusCode;
        var isServer = (int)status >= 500 && status != HttpStatusCode.NotImplemented;
        var unknown = isServer && !SafeCalls.Contains(request.Method);
        var text = ErrorText.Of(body);
        return new(Kind(status), $"{request.Method} {request.RequestUri} was answered with {(int)status}: '{text}'.{ErrorText.Advice(status, unknown, text)}")
        {
            StatusCode = status,
            IsTransient = isServer || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout,
            IsOutcomeUnknown = unknown,
            RetryAfter = RetryAfter(response),
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static ExoscaleErrorKind Kind(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ExoscaleErrorKind.Credentials,
        HttpStatusCode.NotFound => ExoscaleErrorKind.NotFound,
        HttpStatusCode.Conflict => ExoscaleErrorKind.Conflict,
        HttpStatusCode.TooManyRequests => ExoscaleErrorKind.TooManyRequests,
        >= HttpStatusCode.InternalServerError => ExoscaleErrorKind.Server,
        >= HttpStatusCode.BadRequest => ExoscaleErrorKind.Refused,
        _ => ExoscaleErrorKind.Answer,
    };
}
