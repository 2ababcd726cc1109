using System.Net;
using System.Text;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Rehearsal.Tests.Cloud;

public sealed class CloudRefusalTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUkTTKqMBWUIRvIFAiY3aN0gkLXRUqBNZ6Q1hZjC0Fv test";
    private const string Pem = "-----BEGIN EC PRIVATE KEY-----";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> UserDataWithSecrets => new(
        Pem,
        """{"source":"data:,-----BEGIN%20PRIVATE%20KEY-----"}""",
        $$"""{"source":"data:;base64,{{TestCloud.Encode(Pem)}}"}""",
        $$"""{"source":"data:;base64,{{Convert.ToBase64String(Gzip(Pem))}}"}""",
        "users:\n- name: a\n  user:\n    client-key-data: abc");

    [Theory]
    [MemberData(nameof(UserDataWithSecrets))]
    public async Task User_data_with_a_secret_is_refused(string userData)
    {
        await using var cloud = await TestCloud.StartAsync();

        var error = await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { UserData = TestCloud.Encode(userData) }), HttpStatusCode.BadRequest);

        error.Message.ShouldContain("This rehearsal refuses user data with a secret in it");
    }

    [Fact]
    public async Task The_API_secret_in_user_data_is_refused_and_not_repeated()
    {
        await using var cloud = await TestCloud.StartAsync();
        var secret = cloud.Description.ApiSecret;

        var error = await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { UserData = TestCloud.Encode($"key {secret}") }), HttpStatusCode.BadRequest);

        error.Message.ShouldNotContain(secret);
    }

    [Fact]
    public async Task Instances_that_cannot_be_are_refused()
    {
        await using var cloud = await TestCloud.StartAsync();

        (await RefusedAsync(cloud.CreateInstanceAsync("demo_master"), HttpStatusCode.BadRequest)).Message.ShouldContain("'bad request'");
        await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { Template = new(Guid.NewGuid()) }), HttpStatusCode.NotFound);
        await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { InstanceType = new(Guid.NewGuid()) }), HttpStatusCode.NotFound);
        await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { SecurityGroups = [new(Guid.NewGuid())] }), HttpStatusCode.NotFound);
        await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { SshKeys = [new("none")] }), HttpStatusCode.NotFound);
        await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { DiskSize = 5 }), HttpStatusCode.BadRequest);
        await RefusedAsync(cloud.CreateInstanceAsync(change: i => i with { UserData = new string('A', 32772) }), HttpStatusCode.BadRequest);
        (await cloud.Api.Instances.ListAsync(cancellationToken: Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Power_follows_the_state()
    {
        await using var cloud = await TestCloud.StartAsync();
        var id = await cloud.CreateInstanceAsync();
        await RefusedAsync(cloud.Api.Instances.StartAsync(id, Cancellation), HttpStatusCode.BadRequest);
        await cloud.DoneAsync(cloud.Api.Instances.StopAsync(id, Cancellation));

        var error = await RefusedAsync(cloud.Api.Instances.StopAsync(id, Cancellation), HttpStatusCode.BadRequest);

        error.Message.ShouldContain("Only running instances can be stopped.");
    }

    [Fact]
    public async Task A_protected_instance_is_not_deleted()
    {
        await using var cloud = await TestCloud.StartAsync();
        var id = await cloud.CreateInstanceAsync();
        await cloud.DoneAsync(cloud.Api.Instances.AddProtectionAsync(id, Cancellation));

        var error = await RefusedAsync(cloud.Api.Instances.DeleteAsync(id, Cancellation), HttpStatusCode.Forbidden);

        error.Message.ShouldContain($"Operation delete-instance on resource {id} is forbidden - reason: manual instance protection");
        await cloud.DoneAsync(cloud.Api.Instances.RemoveProtectionAsync(id, Cancellation));
        await cloud.DoneAsync(cloud.Api.Instances.DeleteAsync(id, Cancellation));
    }

    [Fact]
    public async Task What_is_in_use_is_not_deleted()
    {
        await using var cloud = await TestCloud.StartAsync();
        var group = await cloud.DoneAsync(cloud.Api.SecurityGroups.CreateAsync("demo", null, Cancellation));
        var other = await cloud.DoneAsync(cloud.Api.SecurityGroups.CreateAsync("other", null, Cancellation));
        await cloud.DoneAsync(cloud.Api.SecurityGroups.AddRuleAsync(group, new() { Protocol = RuleProtocol.Ipip, SecurityGroup = new() { Id = other } }, Cancellation));
        var apart = await cloud.DoneAsync(cloud.Api.AntiAffinityGroups.CreateAsync("demo", null, Cancellation));
        var elasticIp = await cloud.DoneAsync(cloud.Api.ElasticIps.CreateAsync(new(), Cancellation));
        var id = await cloud.CreateInstanceAsync(change: i => i with { SecurityGroups = [new(group)], AntiAffinityGroups = [new(apart)] });
        await cloud.DoneAsync(cloud.Api.ElasticIps.AttachAsync(elasticIp, id, Cancellation));

        (await RefusedAsync(cloud.Api.SecurityGroups.DeleteAsync(group, Cancellation), HttpStatusCode.Conflict)).Message.ShouldContain("in use by virtual machines");
        await RefusedAsync(cloud.Api.SecurityGroups.DeleteAsync(other, Cancellation), HttpStatusCode.Conflict);
        await RefusedAsync(cloud.Api.AntiAffinityGroups.DeleteAsync(apart, Cancellation), HttpStatusCode.Conflict);
        await RefusedAsync(cloud.Api.ElasticIps.DeleteAsync(elasticIp, Cancellation), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Names_are_taken_once()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.Api.SshKeys.RegisterAsync("demo", Key, Cancellation);
        await cloud.Api.SecurityGroups.CreateAsync("demo", null, Cancellation);

        await RefusedAsync(cloud.Api.SshKeys.RegisterAsync("demo", Key, Cancellation), HttpStatusCode.Conflict);
        await RefusedAsync(cloud.Api.SecurityGroups.CreateAsync("demo", null, Cancellation), HttpStatusCode.Conflict);
        (await RefusedAsync(cloud.Api.SshKeys.RegisterAsync("other", "hello", Cancellation), HttpStatusCode.Conflict)).Message.ShouldContain("Public key is invalid");
    }

    [Fact]
    public async Task An_anti_affinity_group_takes_eight_instances()
    {
        await using var cloud = await TestCloud.StartAsync();
        var apart = await cloud.DoneAsync(cloud.Api.AntiAffinityGroups.CreateAsync("demo", null, Cancellation));
        NewInstance InGroup(NewInstance i) => i with { AntiAffinityGroups = [new(apart)] };
        await Task.WhenAll(Enumerable.Range(1, 8).Select(i => cloud.CreateInstanceAsync($"demo-worker-{i}", InGroup)));

        await RefusedAsync(cloud.CreateInstanceAsync("demo-worker-9", InGroup), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Templates_need_an_MD5()
    {
        await using var cloud = await TestCloud.StartAsync();

        await RefusedAsync(cloud.Api.Templates.RegisterAsync(new("flatcar", "https://flatcar.example/image.qcow2", "sha256:1"), Cancellation), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_but_zones_are_public()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var stranger = cloud.Client(o => o with { ApiSecret = "wrong" });

        (await RefusedAsync(stranger.Quotas.ListAsync(Cancellation), HttpStatusCode.Forbidden)).Message.ShouldContain("'Invalid request signature'");
        var zones = await stranger.Zones.ListAsync(Cancellation);
        zones.Single(z => z.Name == "ch-gva-2").ApiEndpoint.ShouldBe(new Uri(cloud.Description.Endpoint));
    }

    private static async Task<ExoscaleException> RefusedAsync(Task call, HttpStatusCode status)
    {
        var error = await call.ShouldThrowAsync<ExoscaleException>();
        error.StatusCode.ShouldBe(status, error.Message);
        return error;
    }

    private static byte[] Gzip(string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(output, System.IO.Compression.CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return output.ToArray();
    }
}
