namespace Masterplan.Exoscale.Http;

/// <summary>Signs each attempt anew, with ten minutes to live. The list of zones goes unsigned: signed, it is refused to restricted keys.</summary>
internal sealed class SignHandler(string key, string secret, TimeProvider clock) : DelegatingHandler
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("Authorization");
        if (!IsPublic(request))
            request.Headers.TryAddWithoutValidation("Authorization", await AuthorizationAsync(request, cancellationToken).ConfigureAwait(false));
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsPublic(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("/v2/zone", StringComparison.Ordinal);

    private async Task<string> AuthorizationAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var expires = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return RequestSignature.Authorization(key, secret, request.Method.Method, request.RequestUri!, body, expires);
    }
}
