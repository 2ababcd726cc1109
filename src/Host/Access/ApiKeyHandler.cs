using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Masterplan.Host.Access;

/// <summary>Reads <c>Authorization: ApiKey …</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Accounts accounts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Prefix = "ApiKey ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(accounts.FindKey(header[Prefix.Length..].Trim()) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(Principals.Of(key, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The API key is unknown."));
    }
}
