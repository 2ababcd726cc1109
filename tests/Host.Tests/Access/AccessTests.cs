using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Access;

public sealed class AccessTests
{
    private const string Model = """{"model":{"definitionId":"d","name":"D"}}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Viewer", "GET", "/workflow-definitions", 200)]
    [InlineData("Viewer", "POST", "/events/Rain/trigger", 403)]
    [InlineData("Viewer", "POST", "/workflow-definitions", 403)]
    [InlineData("Operator", "POST", "/events/Rain/trigger", 200)]
    [InlineData("Operator", "POST", "/workflow-definitions", 403)]
    [InlineData("Operator", "DELETE", "/workflow-instances/x", 403)]
    [InlineData("Admin", "POST", "/workflow-definitions", 200)]
    [InlineData("Admin", "DELETE", "/workflow-instances/x", 404)]
    public async Task A_role_may_do_what_the_ones_below_it_may_and_no_more(string role, string method, string path, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.SendAsync(new HttpMethod(method), "/elsa/api" + path, method == "POST" ? Model : null, await server.TokenAsync(Enum.Parse<AccessRole>(role)));
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Studio_is_told_by_links_that_a_viewer_may_not_publish()
    {
        await using var server = await TestServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", Model, await server.TokenAsync(AccessRole.Admin));
        using var answer = await server.SendAsync(HttpMethod.Get, "/elsa/api/workflow-definitions/by-definition-id/d", token: await server.TokenAsync(AccessRole.Viewer));
        var links = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["links"]!.AsArray().Select(link => (string?)link!["rel"]).ToList();
        links.ShouldContain("export");
        links.ShouldNotContain("publish");
    }

    [Fact]
    public async Task An_API_key_counts_until_it_is_removed()
    {
        await using var server = await TestServer.StartAsync();
        var key = server.Accounts.AddKey("robot", AccessRole.Viewer);
        (await server.SendAsync(HttpMethod.Get, "/elsa/api/package/version", token: key, scheme: "ApiKey")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Get, "/elsa/api/package/version", token: key + "x", scheme: "ApiKey")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        server.Accounts.RemoveKey("robot").ShouldBeTrue();
        (await server.SendAsync(HttpMethod.Get, "/elsa/api/package/version", token: key, scheme: "ApiKey")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_password_ends_the_tokens_made_before()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(AccessRole.Operator);
        server.Accounts.PutUser(nameof(AccessRole.Operator), AccessRole.Operator, "another password");
        (await server.SendAsync(HttpMethod.Get, "/elsa/api/package/version", token: token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_refresh_token_gives_new_tokens_and_an_access_token_does_not()
    {
        await using var server = await TestServer.StartAsync();
        using var login = await server.SendAsync(HttpMethod.Post, "/elsa/api/identity/login", $$"""{"username":"admin","password":"{{TestServer.Password}}"}""");
        var tokens = JsonNode.Parse(await login.Content.ReadAsStringAsync(Token))!;
        (await server.SendAsync(HttpMethod.Post, "/elsa/api/identity/refresh-token", "{}", (string)tokens["refreshToken"]!)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Post, "/elsa/api/identity/refresh-token", "{}", (string)tokens["accessToken"]!)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Whoever_fails_too_often_has_to_wait_even_with_the_right_password()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 10; i++)
            (await server.SendAsync(HttpMethod.Post, "/elsa/api/identity/login", """{"username":"admin","password":"guess"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await server.SendAsync(HttpMethod.Post, "/elsa/api/identity/login", $$"""{"username":"admin","password":"{{TestServer.Password}}"}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }
}
