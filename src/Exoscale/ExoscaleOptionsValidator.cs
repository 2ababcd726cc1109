namespace Masterplan.Exoscale;

/// <summary>Checks written options.</summary>
internal static class ExoscaleOptionsValidator
{
    internal static IEnumerable<string> Errors(ExoscaleOptions options)
    {
        if (!IsZoneName(options.Zone))
            yield return $"zone: '{options.Zone}' is not the name of a zone, such as 'ch-gva-2'.";
        if (options.Endpoint is { } endpoint && !IsEndpoint(endpoint))
            yield return $"endpoint: '{endpoint}' is not an http(s) address that ends in '/v2'.";
        if (!options.ApiKey.StartsWith("EXO", StringComparison.Ordinal) || options.ApiKey.Any(c => !char.IsAsciiLetterOrDigit(c)))
            yield return "apiKey: an API key starts with 'EXO' and consists of letters and digits.";
        if (options.ApiSecret.Length == 0 || options.ApiSecret.Any(char.IsWhiteSpace))
            yield return "apiSecret: it is empty or has blanks in it.";
        if (options.AttemptTimeout <= TimeSpan.Zero)
            yield return $"attemptTimeout: {options.AttemptTimeout} is not above 0.";
        if (options.MaxRetries < 0)
            yield return $"maxRetries: {options.MaxRetries} is below 0.";
        if (options.RetryDelay < TimeSpan.Zero || options.MaxRetryDelay < options.RetryDelay)
            yield return $"retryDelay: {options.RetryDelay} is not between 0 and maxRetryDelay ({options.MaxRetryDelay}).";
        if (options.MaxConcurrency < 1)
            yield return $"maxConcurrency: {options.MaxConcurrency} is below 1.";
        if (!(options.Speed > 0))
            yield return $"speed: {options.Speed} is not above 0.";
    }

    private static bool IsZoneName(string zone) => zone.Length > 0 && zone.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool IsEndpoint(Uri endpoint) =>
        endpoint.IsAbsoluteUri && endpoint.Scheme is "http" or "https" && endpoint.AbsolutePath.TrimEnd('/').EndsWith("/v2", StringComparison.Ordinal);
}
