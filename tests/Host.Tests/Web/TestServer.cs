using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text;
using Masterplan.Host.Access;
using Masterplan.Host.Composition;
using Masterplan.Host.Web;
using Masterplan.Rehearsal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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
    private readonly RunningRehearsal? rehearsal;

    private TestServer(TemporaryFolder folder, DataFolder data, MasterplanHost host, RunningRehearsal? rehearsal)
    {
        (this.folder, this.host, this.rehearsal) = (folder, host, rehearsal);
        web = WebServer.Create(host.Services, data, "http://127.0.0.1:0");
    }

    public Uri Address => new(web.Urls.First());

    public HttpClient Client { get; private set; } = null!;

    public Accounts Accounts => web.Services.GetRequiredService<Accounts>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public IServiceProvider Services => host.Services;

    /// <summary>Where the rehearsal takes orders.</summary>
    public Uri Rehearsal => new(rehearsal!.Description.Endpoint);

    /// <summary>Everything that can be called.</summary>
    public IReadOnlyList<Endpoint> Endpoints => web.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public static Task<TestServer> StartAsync() => StartAsync(new TemporaryFolder());

    /// <summary>A server with a rehearsal to work on, and the workflows that come with the program.</summary>
    /// <param name="speed">Simulated seconds a second.</param>
    public static async Task<TestServer> StartWithCloudAsync(double speed = 600)
    {
        var folder = new TemporaryFolder();
        return await StartAsync(await RunningRehearsal.StartAsync(new RehearsalOptions { DataFolder = folder.Path, Speed = speed }, new SimulatedNodesModule(), Token), folder);
    }

    /// <summary>A server on what lies in a folder, which is gone with it.</summary>
    public static Task<TestServer> StartAsync(TemporaryFolder folder) => StartAsync(null, folder);

    /// <summary>A server on a PostgreSQL database.</summary>
    public static async Task<TestServer> StartSharedAsync(string postgres)
    {
        var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "appsettings.json"), JsonSerializer.Serialize(new { Postgres = postgres }), Token);
        return await StartAsync(null, folder);
    }

    private static async Task<TestServer> StartAsync(RunningRehearsal? rehearsal, TemporaryFolder folder)
    {
        Environment.SetEnvironmentVariable("MASTERPLAN_KEYS", Keys);
        var data = new DataFolder(folder.Path);
        var cloud = rehearsal?.Description is { } found ? new CloudLink(true, Task.FromResult(new CloudEndpoint(new Uri(found.Endpoint), found.ApiKey, found.ApiSecret, IsRehearsal: true, found.Speed))) : null;
        var turn = rehearsal is null ? null : data.Take("test", TimeProvider.System);
        var server = new TestServer(folder, data, await MasterplanHost.CreateAsync(data, cloud, turn, Token), rehearsal);
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
        await web.StopAsync();
        await web.DisposeAsync();
        await host.DisposeAsync();
        if (rehearsal is not null)
            await rehearsal.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
