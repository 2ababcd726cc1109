using System.Net.Http.Headers;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Browser;

public sealed class StudioPackageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_come_compressed_and_those_that_carry_a_hash_are_kept_for_ever()
    {
        await using var server = await TestServer.StartAsync();
        using var loader = await GetAsync(server, "/studio/_framework/blazor.webassembly.js");
        loader.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        loader.Headers.CacheControl!.NoCache.ShouldBeTrue();
        loader.Headers.Vary.ShouldContain("Accept-Encoding");
        using var again = await GetAsync(server, "/studio/_framework/blazor.webassembly.js", loader.Headers.ETag);
        again.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotModified);
        var hashed = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "studio", "_framework"), "dotnet.native.*.wasm").Select(Path.GetFileName).First();
        using var native = await GetAsync(server, $"/studio/_framework/{hashed}");
        native.Headers.CacheControl!.ToString().ShouldContain("immutable");
        native.Headers.CacheControl.MaxAge.ShouldBe(TimeSpan.FromDays(365));
        native.Content.Headers.ContentType!.MediaType.ShouldBe("application/wasm");
    }

    private static async Task<HttpResponseMessage> GetAsync(TestServer server, string path, EntityTagHeaderValue? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new("br"));
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
