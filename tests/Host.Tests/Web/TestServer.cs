using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text;
using Masterplan.Host.Access;
using Masterplan.Host.Composition;
using Masterplan.Host.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Web;

/// <summary>What <c>serve</c> serves, on a folder and a port of its own, with one user of each role.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string Password = "correct horse";
    private static readonly string Keys = Directory.CreateTempSubdirectory("keys-").FullName;
    private readonly TemporaryFolder folder;
    private readonly MasterplanHost host;
    private readonly WebApplication web;

    private TestServer(TemporaryFolder folder, DataFolder data, MasterplanHost host)
    {
        (this.folder, this.host) = (folder, host);
        web = WebServer.Create(host.Services, data, "http://127.0.0.1:0");
    }

    public Uri Address => new(web.Urls.First());

    public HttpClient Client { get; private set; } = null!;

    public Accounts Accounts => web.Services.GetRequiredService<Accounts>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestServer> StartAsync()
    {
        Environment.SetEnvironmentVariable("MASTERPLAN_KEYS", Keys);
        var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        var server = new TestServer(folder, data, await MasterplanHost.CreateAsync(data, null, null, Token));
        foreach (var role in Enum.GetValues<AccessRole>())
            server.Accounts.PutUser(role.ToString(), role, Password);
        await server.host.StartAsync(Token);
        await server.web.StartAsync(Token);
        server.Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
        return server;
    }

    /// <summary>A bearer token of the user that has this role.</summary>
    public async Task<string> TokenAsync(AccessRole role)
    {
        var answer = await Client.PostAsJsonAsync("/elsa/api/identity/login", new { username = role.ToString(), password = Password }, Token);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["accessToken"]!;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? token = null, string scheme = "Bearer", string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(scheme, token);
        return await Client.SendAsync(request, Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await web.DisposeAsync();
        await host.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
