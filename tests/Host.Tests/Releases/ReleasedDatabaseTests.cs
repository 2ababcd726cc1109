using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Tests;
using Masterplan.Host.Access;
using Masterplan.Host.Composition;
using Masterplan.Host.Exports;
using Masterplan.Host.Tests.Exports;
using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Releases;

/// <summary>Whatever a release has left in its databases, this program takes up, and its runs go on.</summary>
public sealed partial class ReleasedDatabaseTests(Server server) : IClassFixture<Server>
{
    /// <summary>Names the release to make databases for, with this program; docs/operations.md says when.</summary>
    private const string Make = "MASTERPLAN_MAKE_RELEASE";
    private const string Waiting = """{"model":{"definitionId":"rain","name":"Rain","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"drops","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"Rain"}}}]}},"publish":true}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions => [.. ReleasedDatabase.Versions];

    [Fact]
    public async Task Every_release_of_the_changelog_has_left_its_databases()
    {
        if (Environment.GetEnvironmentVariable(Make) is { Length: > 0 } version)
            await MakeAsync(version);
        ReleasedDatabase.Versions.ShouldNotBeEmpty();
        Heading().Matches(await File.ReadAllTextAsync(Repository.PathOf("CHANGELOG.md"), Token)).Select(match => match.Groups[1].Value).Except(ReleasedDatabase.Versions)
            .ShouldBeEmpty($"At these releases no databases were kept. Check the release out and run this test with {Make} set to its version.");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Folder_of_a_release_is_taken_up_and_its_run_goes_on(string version)
    {
        var folder = new TemporaryFolder();
        await ReleasedDatabase.UnpackAsync(version, new DataFolder(folder.Path));
        await using var host = await TestServer.StartAsync(folder);
        await ShouldGoOnAsync(host);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Database_of_a_release_in_PostgreSQL_is_taken_up_and_its_run_goes_on(string version)
    {
        var connection = await server.NewDatabaseAsync();
        await ReleasedDatabase.LoadAsync(version, connection);
        await using var host = await TestServer.StartSharedAsync(connection);
        await ShouldGoOnAsync(host);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Export_of_a_release_is_imported_and_its_run_goes_on(string version)
    {
        var folder = new TemporaryFolder();
        await using (var place = Place(new DataFolder(folder.Path)))
            await new DataImport(place).ReadAsync(ReleasedDatabase.ExportOf(version), () => ExportFile.Passphrase, Token);
        await using var host = await TestServer.StartAsync(folder);
        await ShouldGoOnAsync(host);
    }

    /// <summary>There are no secrets in it, so any key ring will do.</summary>
    private static FolderPlace Place(DataFolder folder) => new(folder, new EphemeralDataProtectionProvider().CreateProtector("secrets"));

    private static async Task ShouldGoOnAsync(TestServer host)
    {
        await using (var database = await host.Services.GetRequiredService<IDbContextFactory<ClusterDatabase>>().CreateDbContextAsync(Token))
        {
            (await database.Clusters.SingleAsync(Token)).Name.ShouldBe("demo");
            (await database.Ledger.SingleAsync(Token)).MadeAt.ShouldNotBeNull();
        }

        var token = await host.TokenAsync(AccessRole.Operator);
        var run = (string)(await RunAsync(host, token))["id"]!;
        (await host.SendAsync(HttpMethod.Post, "/elsa/api/events/Rain/trigger", "{}", token)).EnsureSuccessStatusCode();
        var ended = await host.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(run, Token);
        ended.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }

    /// <summary>The only one.</summary>
    private static async Task<JsonNode> RunAsync(TestServer host, string token) =>
        JsonNode.Parse(await (await host.SendAsync(HttpMethod.Get, "/elsa/api/workflow-instances", token: token)).Content.ReadAsStringAsync(Token))!["items"]!.AsArray().Single()!;

    private async Task MakeAsync(string version)
    {
        var folder = new TemporaryFolder();
        await using (var host = await TestServer.StartAsync(folder))
        {
            await FillAsync(host);
            var data = host.Services.GetRequiredService<DataFolder>();
            await ReleasedDatabase.PackAsync(version, data);
            await using var place = Place(data);
            await new DataExport(place, TimeProvider.System).WriteAsync(ReleasedDatabase.ExportOf(version), ExportFile.Passphrase, replaces: true, Token);
        }

        var connection = await server.NewDatabaseAsync();
        await using (var host = await TestServer.StartSharedAsync(connection))
            await FillAsync(host);
        await ReleasedDatabase.DumpAsync(version, connection);
    }

    /// <summary>A cluster, and a run that waits for rain.</summary>
    private static async Task FillAsync(TestServer host)
    {
        await using (var database = await host.Services.GetRequiredService<IDbContextFactory<ClusterDatabase>>().CreateDbContextAsync(Token))
        {
            var now = TimeProvider.System.GetUtcNow();
            database.Clusters.Add(new ClusterRow { Name = "demo", SpecYaml = "{}", Version = "v1.36.2", CreatedAt = now });
            database.Ledger.Add(new LedgerRow { Cluster = "demo", Kind = "instance", Name = "demo-master-1", Run = "run", Step = "step", PlannedAt = now, MadeAt = now });
            database.Nodes.Add(new NodeRow { Cluster = "demo", Name = "demo-master-1", HostKey = "key", Version = "v1.36.2", ConfiguredAt = now });
            database.DisruptionLocks.Add(new DisruptionLockRow { Cluster = "demo", Fence = 3 });
            await database.SaveChangesAsync(Token);
        }

        var token = await host.TokenAsync(AccessRole.Admin);
        (await host.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", Waiting, token)).EnsureSuccessStatusCode();
        (await host.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/rain/dispatch", "{}", token)).EnsureSuccessStatusCode();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while ((string?)(await RunAsync(host, token))["subStatus"] != "Suspended")
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }

    [GeneratedRegex(@"^## \[?(\d+\.\d+\.\d+)", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
