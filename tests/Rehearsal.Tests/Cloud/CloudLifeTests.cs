using System.Net.Http.Json;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.Operations;
using Masterplan.Exoscale.SecurityGroups;
using Masterplan.Exoscale.Templates;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Rehearsal.Tests.Cloud;

public sealed class CloudLifeTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHUkTTKqMBWUIRvIFAiY3aN0gkLXRUqBNZ6Q1hZjC0Fv test";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_lives_from_its_creation_to_its_deletion()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.Api.SshKeys.RegisterAsync("demo", Key, Cancellation);
        var group = await cloud.DoneAsync(cloud.Api.SecurityGroups.CreateAsync("demo-master", null, Cancellation));
        var apart = await cloud.DoneAsync(cloud.Api.AntiAffinityGroups.CreateAsync("demo-masters", null, Cancellation));

        var id = await cloud.CreateInstanceAsync(change: i => i with
        {
            SshKeys = [new("demo")],
            SecurityGroups = [new(group)],
            AntiAffinityGroups = [new(apart)],
            UserData = TestCloud.Encode("""{"ignition":{"version":"3.3.0"}}"""),
            Labels = new Dictionary<string, string> { ["masterplan.cluster"] = "demo" },
        });

        var instance = await cloud.Api.Instances.GetAsync(id, Cancellation);
        instance.State.ShouldBe(InstanceState.Running);
        instance.PublicIp.ShouldNotBeNull().ShouldStartWith($"127.88.{cloud.Description.Block}.");
        instance.AntiAffinityGroups.ShouldBe([new(apart)]);
        instance.SecurityGroups.ShouldBe([new(group)]);
        instance.Labels["masterplan.cluster"].ShouldBe("demo");
        cloud.Machines.Machines[id].UserData.ShouldBe("""{"ignition":{"version":"3.3.0"}}""");
        cloud.Machines.Machines[id].Address.ShouldBe(instance.PublicIp);
        (await cloud.Api.AntiAffinityGroups.GetAsync(apart, Cancellation)).Instances.ShouldBe([new(id)]);

        await cloud.DoneAsync(cloud.Api.Instances.StopAsync(id, Cancellation));
        await cloud.DoneAsync(cloud.Api.Instances.StartAsync(id, Cancellation));
        await cloud.DoneAsync(cloud.Api.Instances.RebootAsync(id, Cancellation));
        await cloud.DoneAsync(cloud.Api.Instances.DeleteAsync(id, Cancellation));

        (await cloud.Api.Instances.FindAsync(id, Cancellation)).ShouldBeNull();
        cloud.Machines.Calls.ShouldBe(["create demo-master-1", "stop demo-master-1", "start demo-master-1", "reboot demo-master-1", "delete demo-master-1"]);
    }

    [Fact]
    public async Task A_new_instance_is_known_at_once_without_an_address()
    {
        await using var cloud = await TestCloud.StartAsync(speed: 1);

        var operation = await cloud.Api.Instances.CreateAsync(await cloud.NewInstanceAsync(), Cancellation);

        operation.State.ShouldBe(OperationState.Pending);
        var instance = await cloud.Api.Instances.GetAsync(operation.ReferenceId, Cancellation);
        instance.State.ShouldBe(InstanceState.Starting);
        instance.PublicIp.ShouldBeNull();
        instance.SecurityGroups.Single().Id.ShouldBe((await cloud.Api.SecurityGroups.ListAsync(Cancellation)).Single(g => g.Name == "default").Id);
    }

    [Fact]
    public async Task An_instance_without_auto_start_gets_its_machine_when_it_is_started()
    {
        await using var cloud = await TestCloud.StartAsync();
        var id = await cloud.CreateInstanceAsync(change: i => i with { AutoStart = false });
        cloud.Machines.Calls.ShouldBeEmpty();
        (await cloud.Api.Instances.GetAsync(id, Cancellation)).State.ShouldBe(InstanceState.Stopped);

        await cloud.DoneAsync(cloud.Api.Instances.StartAsync(id, Cancellation));

        cloud.Machines.Calls.ShouldBe(["create demo-master-1"]);
    }

    [Fact]
    public async Task An_instance_deleted_while_it_is_created_never_runs()
    {
        await using var cloud = await TestCloud.StartAsync();
        var created = await cloud.Api.Instances.CreateAsync(await cloud.NewInstanceAsync(), Cancellation);

        await cloud.DoneAsync(cloud.Api.Instances.DeleteAsync(created.ReferenceId, Cancellation));

        cloud.Machines.Calls.ShouldBeEmpty();
        (await cloud.Api.Operations.GetAsync(created.Id, Cancellation)).State.ShouldBe(OperationState.Failure);
    }

    [Fact]
    public async Task Rules_are_added_and_taken_away()
    {
        await using var cloud = await TestCloud.StartAsync();
        var group = await cloud.DoneAsync(cloud.Api.SecurityGroups.CreateAsync("demo", null, Cancellation));
        (await cloud.Api.SecurityGroups.GetAsync(group, Cancellation)).Rules.ShouldBeEmpty();

        await cloud.DoneAsync(cloud.Api.SecurityGroups.AddRuleAsync(group, new() { Protocol = RuleProtocol.Tcp, StartPort = 22, EndPort = 22, Network = "0.0.0.0/0" }, Cancellation));
        await cloud.DoneAsync(cloud.Api.SecurityGroups.AddRuleAsync(group, new() { Protocol = RuleProtocol.Udp, StartPort = 8472, EndPort = 8472, SecurityGroup = new() { Id = group } }, Cancellation));

        var rules = (await cloud.Api.SecurityGroups.GetAsync(group, Cancellation)).Rules;
        rules.Select(r => (r.Protocol, r.StartPort, r.Network, r.SecurityGroup?.Name)).ShouldBe([(RuleProtocol.Tcp, 22, "0.0.0.0/0", null), (RuleProtocol.Udp, 8472, null, "demo")]);
        await cloud.DoneAsync(cloud.Api.SecurityGroups.DeleteRuleAsync(group, rules[0].Id, Cancellation));
        (await cloud.Api.SecurityGroups.GetAsync(group, Cancellation)).Rules.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_template_is_imported_and_instances_made_of_it_wait_for_that()
    {
        await using var cloud = await TestCloud.StartAsync();
        var registered = await cloud.Api.Templates.RegisterAsync(new("flatcar", "https://flatcar.example/image.qcow2", new string('a', 32)) { DefaultUser = "core" }, Cancellation);

        await cloud.CreateInstanceAsync(change: i => i with { Template = new(registered.ReferenceId) });

        (await cloud.Api.Operations.GetAsync(registered.Id, Cancellation)).State.ShouldBe(OperationState.Success);
        (await cloud.Api.Templates.ListAsync(Visibility.Private, null, Cancellation)).Single().DefaultUser.ShouldBe("core");
    }

    [Fact]
    public async Task A_compressed_image_fails_to_import()
    {
        await using var cloud = await TestCloud.StartAsync();
        var call = cloud.DoneAsync(cloud.Api.Templates.RegisterAsync(new NewTemplate("flatcar", "https://flatcar.example/image.img.bz2", new string('a', 32)), Cancellation));

        (await call.ShouldThrowAsync<ExoscaleException>()).Message.ShouldContain("Invalid QCOW image");
        (await cloud.Api.Templates.ListAsync(Visibility.Private, null, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Labels_are_replaced_as_a_whole()
    {
        await using var cloud = await TestCloud.StartAsync();
        var id = await cloud.CreateInstanceAsync(change: i => i with { Labels = new Dictionary<string, string> { ["a"] = "1" } });

        await cloud.DoneAsync(cloud.Api.Instances.UpdateAsync(id, new() { Labels = new Dictionary<string, string> { ["b"] = "2" } }, Cancellation));

        (await cloud.Api.Instances.GetAsync(id, Cancellation)).Labels.ShouldBe(new Dictionary<string, string> { ["b"] = "2" });
    }

    [Fact]
    public async Task An_elastic_IP_is_found_through_its_holders()
    {
        await using var cloud = await TestCloud.StartAsync();
        var id = await cloud.CreateInstanceAsync();
        var elasticIp = await cloud.DoneAsync(cloud.Api.ElasticIps.CreateAsync(new() { Description = "demo-api", Labels = new Dictionary<string, string> { ["a"] = "b" } }, Cancellation));

        await cloud.DoneAsync(cloud.Api.ElasticIps.AttachAsync(elasticIp, id, Cancellation));

        var address = (await cloud.Api.ElasticIps.GetAsync(elasticIp, Cancellation)).Ip!;
        (await cloud.Api.Instances.ListAsync(address, Cancellation)).Single().Id.ShouldBe(id);
        (await cloud.Api.Instances.GetAsync(id, Cancellation)).ElasticIps.Single().Ip.ShouldBe(address);
        await cloud.DoneAsync(cloud.Api.ElasticIps.DetachAsync(elasticIp, id, Cancellation));
        await cloud.DoneAsync(cloud.Api.ElasticIps.DeleteAsync(elasticIp, Cancellation));
        (await cloud.Api.ElasticIps.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Creation_takes_as_long_for_the_same_name_and_seed()
    {
        await using var first = await TestCloud.StartAsync(seed: 7);
        await using var second = await TestCloud.StartAsync(seed: 7);
        await first.CreateInstanceAsync();
        await second.CreateInstanceAsync();

        var seconds = await LatenciesAsync(first);
        seconds.ShouldBe(await LatenciesAsync(second));
        seconds.ShouldHaveSingleItem().ShouldBeInRange(20, 30);
    }

    private static async Task<List<double>> LatenciesAsync(TestCloud cloud)
    {
        using var http = new HttpClient { BaseAddress = cloud.Description.BaseAddress };
        var page = await http.GetFromJsonAsync<LatencyPage>("rehearsal/latencies", Cancellation);
        return [.. page!.Entries.Select(e => e.Seconds)];
    }
}
