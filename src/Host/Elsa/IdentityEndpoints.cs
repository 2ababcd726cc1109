using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Requests;

namespace Masterplan.Host.Elsa;

/// <summary>Logs programs in.</summary>
internal static class IdentityEndpoints
{
    private const string TokenPrefix = "Bearer ";

    public static void MapIdentity(this IEndpointRouteBuilder api)
    {
        api.MapPost("/identity/login", LoginAsync).AllowAnonymous();
        api.MapPost("/identity/refresh-token", Refresh).AllowAnonymous();
    }

    private static async Task<IResult> LoginAsync(HttpContext context, Logins logins, Tokens tokens)
    {
        var login = await Body.ReadAsync<Login>(context.Request);
        var empty = new[] { ("username", login.Username), ("password", login.Password) }.Where(member => string.IsNullOrEmpty(member.Item2)).ToList();
        if (empty.Count > 0)
            throw new RequestRefusedException(empty.ToDictionary(member => member.Item1, member => (IReadOnlyList<string>)[$"'{member.Item1}' must not be empty."]));
        return Answer(logins.Try(login.Username!, login.Password!, context), tokens);
    }

    /// <summary>The refresh token stands where an access token would.</summary>
    private static IResult Refresh(HttpRequest request, Tokens tokens)
    {
        var header = request.Headers.Authorization.ToString();
        var user = header.StartsWith(TokenPrefix, StringComparison.OrdinalIgnoreCase) ? tokens.Refreshed(header[TokenPrefix.Length..].Trim()) : null;
        return user is null ? Results.StatusCode(StatusCodes.Status401Unauthorized) : Answer(user, tokens);
    }

    private static IResult Answer(UserAccount? user, Tokens tokens)
    {
        if (user is null)
            return ElsaJson.Json(new { IsAuthenticated = false });
        var (access, refresh) = tokens.For(user);
        return ElsaJson.Json(new { IsAuthenticated = true, AccessToken = access, RefreshToken = refresh });
    }

    private sealed record Login
    {
        public string? Username { get; init; }

        public string? Password { get; init; }
    }
}
