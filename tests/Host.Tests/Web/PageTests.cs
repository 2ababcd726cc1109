using System.Net;

namespace Masterplan.Host.Tests.Web;

public sealed class PageTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly TestServer server = shared.Server;

    private const string Form = "application/x-www-form-urlencoded";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_login_a_page_leads_to_the_login_and_back()
    {
        using var page = await server.SendAsync(HttpMethod.Get, "/studio/workflows/definitions");
        page.StatusCode.ShouldBe(HttpStatusCode.Found);
        page.Headers.Location!.PathAndQuery.ShouldBe("/login?ReturnUrl=%2Fstudio%2Fworkflows%2Fdefinitions");
        using var login = await server.SendAsync(HttpMethod.Post, "/login", $"name=viewer&password={TestServer.Password}&ReturnUrl=%2Fstudio%2Fworkflows%2Fdefinitions", type: Form);
        login.Headers.Location!.OriginalString.ShouldBe("/studio/workflows/definitions");
        var cookie = login.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_login_leads_nowhere_else(string target)
    {
        using var login = await server.SendAsync(HttpMethod.Post, "/login", $"name=viewer&password={TestServer.Password}&ReturnUrl={Uri.EscapeDataString(target)}", type: Form);
        login.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Fact]
    public async Task A_change_that_another_site_makes_a_browser_send_is_refused()
    {
        using var login = await server.SendAsync(HttpMethod.Post, "/login", $"name=admin&password={TestServer.Password}", type: Form);
        var cookie = login.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        (await PostAsync(server, cookie, "https://example.org")).ShouldBe(HttpStatusCode.Forbidden);
        (await PostAsync(server, cookie, server.Address.GetLeftPart(UriPartial.Authority))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_say_what_they_may_load()
    {
        using var page = await server.SendAsync(HttpMethod.Get, "/login");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'self'");
        page.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Theory]
    [InlineData("/studio/_framework/../../masterplan.dll")]
    [InlineData("/studio/%2e%2e/masterplan.dll")]
    [InlineData("/studio/nothing.js")]
    [InlineData("/assets/../masterplan.dll")]
    public async Task Nothing_but_the_package_is_served(string path)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Health_is_told_to_everybody()
    {
        (await server.SendAsync(HttpMethod.Get, "/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Get, "/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> PostAsync(TestServer server, string cookie, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/events/Rain/trigger");
        request.Headers.Add("Cookie", cookie);
        request.Headers.Add("Origin", origin);
        using var answer = await server.Client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
