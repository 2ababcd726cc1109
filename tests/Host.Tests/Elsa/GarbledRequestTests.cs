using System.Net;
using System.Text;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Http;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Elsa;

public sealed class GarbledRequestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const int Count = 400;
    private static readonly string[] Paths =
    [
        "/elsa/api/workflow-definitions", "/elsa/api/workflow-definitions/import", "/elsa/api/workflow-definitions/garbled/execute", "/elsa/api/workflow-definitions/garbled/dispatch",
        "/elsa/api/workflow-definitions/garbled/bulk-dispatch", "/elsa/api/workflow-instances", "/elsa/api/workflow-instances/none/journal", "/elsa/api/events/garbled/trigger", "/elsa/api/tasks/none/complete",
        "/elsa/api/activity-executions/report", "/elsa/api/bulk-actions/delete/workflow-instances/by-id", "/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", "/elsa/api/identity/login",
        "/elsa/api/cancel/workflow-instances/none", "/elsa/api/workflow-definitions/garbled/update-references", "/workflows/garbled", "/workflows/garbled/none", "/elsa/api/none",
    ];

    private readonly TestServer server = shared.Server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_sent_is_never_a_fault_of_the_server()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = EndpointFlow.Save("garbled", null, EndpointFlow.Endpoint("in", "garbled", starts: true), EndpointFlow.Response("out", "'fine'"));
        var tokens = new[] { await server.TokenAsync(AccessRole.Admin), "not.a.token", null };
        (await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", good, tokens[0])).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var number = 0; number < Count; number++)
        {
            var path = Paths[random.Next(Paths.Length)];
            var body = Garbled(random, random.Next(2) == 0 ? good : """{"input":{"a":[1,2]},"count":3,"definitionIds":["x"],"ids":["y"],"statuses":["Running"],"page":0,"result":{"ok":1}}""");
            using var answer = await server.SendAsync(HttpMethod.Post, path, body, tokens[Math.Min(random.Next(6), 5) switch { 0 => 1, 1 => 2, _ => 0 }]);
            ((int)answer.StatusCode).ShouldBeLessThan(500, $"seed {seed}, number {number}: POST {path} {body}");
        }
    }

    [Theory]
    [InlineData("/elsa/api/workflow-definitions/import")]
    [InlineData("/elsa/api/workflow-instances")]
    [InlineData("/workflows/large")]
    public async Task Ten_megabytes_are_refused(string path)
    {
        var save = EndpointFlow.Save("large", null, EndpointFlow.Endpoint("in", "large", starts: true), EndpointFlow.Response("out", "'fine'"));
        await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", save, await server.TokenAsync(AccessRole.Admin));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent($"{{\"x\":\"{new string('x', 10_000_000)}\"}}", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", await server.TokenAsync(AccessRole.Admin));
        request.Headers.ExpectContinue = true;
        using var answer = await server.Client.SendAsync(request, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("GET", "/workflows", HttpStatusCode.NotFound)]
    [InlineData("GET", "/workflows/none", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/workflows/%00/%2e%2e/x", HttpStatusCode.NotFound)]
    [InlineData("GET", "/elsa/api/none", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/elsa/api/workflow-definitions", HttpStatusCode.MethodNotAllowed)]
    public async Task Unknown_routes_are_told_apart_from_faults(string method, string path, HttpStatusCode status) =>
        (await server.SendAsync(new HttpMethod(method), path, token: await server.TokenAsync(AccessRole.Admin))).StatusCode.ShouldBe(status);

    [Theory]
    [InlineData("Bearer", "nonsense")]
    [InlineData("Bearer", "eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQWRtaW4ifQ.")]
    [InlineData("ApiKey", "00000000-0000-0000-0000-000000000000")]
    [InlineData("Basic", "YWRtaW46YWRtaW4=")]
    public async Task Bad_credentials_are_refused(string scheme, string token) =>
        (await server.SendAsync(HttpMethod.Get, "/elsa/api/workflow-definitions", token: token, scheme: scheme)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    private static string Garbled(Random random, string text)
    {
        var at = random.Next(text.Length);
        var garbled = new StringBuilder(text);
        switch (random.Next(5))
        {
            case 0:
                return text[..at];
            case 1:
                garbled[at] = (char)random.Next(32, 127);
                return garbled.ToString();
            case 2:
                return text.Insert(at, text[at..Math.Min(text.Length, at + random.Next(60))]);
            case 3:
                return text.Remove(at, Math.Min(random.Next(40), text.Length - at));
            default:
                return new string('[', random.Next(3_000)) + text;
        }
    }
}
