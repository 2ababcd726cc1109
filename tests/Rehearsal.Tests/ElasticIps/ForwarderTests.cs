using System.Net;
using System.Net.Sockets;
using System.Text;
using Masterplan.Exoscale.ElasticIps;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Rehearsal.Tests.ElasticIps;

public sealed class ForwarderTests
{
    private const int Port = 16443;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connections_go_to_healthy_instances_that_are_open_to_them()
    {
        await using var cloud = await TestCloud.StartAsync();
        var group = await OpenGroupAsync(cloud);
        var (elasticIp, address) = await ElasticIpAsync(cloud);
        using var first = await NodeAsync(cloud, "first", group, elasticIp);
        using var second = await NodeAsync(cloud, "second", group, elasticIp);

        await UntilAsync(address, a => a is "first");
        await UntilAsync(address, a => a is "second");

        first.Stop();
        await UntilAsync(address, a => a is "second");
        (await AskAsync(address)).ShouldBe("second");
    }

    [Fact]
    public async Task A_port_that_no_rule_opens_refuses()
    {
        await using var cloud = await TestCloud.StartAsync();
        var group = await OpenGroupAsync(cloud);
        var (elasticIp, address) = await ElasticIpAsync(cloud);
        using var node = await NodeAsync(cloud, "node", group, elasticIp);
        await UntilAsync(address, a => a is "node");

        var rule = (await cloud.Api.SecurityGroups.GetAsync(group, Cancellation)).Rules.Single();
        await cloud.DoneAsync(cloud.Api.SecurityGroups.DeleteRuleAsync(group, rule.Id, Cancellation));

        await UntilAsync(address, a => a is null);
    }

    [Fact]
    public async Task Forwarding_goes_on_after_a_restart()
    {
        await using var cloud = await TestCloud.StartAsync();
        var group = await OpenGroupAsync(cloud);
        var (elasticIp, address) = await ElasticIpAsync(cloud);
        using var node = await NodeAsync(cloud, "node", group, elasticIp);
        await UntilAsync(address, a => a is "node");

        await cloud.RestartAsync();

        await UntilAsync(address, a => a is "node");
    }

    [Fact]
    public async Task An_elastic_IP_that_is_given_back_listens_no_more()
    {
        await using var cloud = await TestCloud.StartAsync();
        var (elasticIp, address) = await ElasticIpAsync(cloud);

        await cloud.DoneAsync(cloud.Api.ElasticIps.DeleteAsync(elasticIp, Cancellation));

        await UntilAsync(address, a => a is null);
    }

    private static Task<Guid> OpenGroupAsync(TestCloud cloud) => OpenGroupAsync(cloud, new() { Protocol = RuleProtocol.Tcp, StartPort = Port, EndPort = Port, Network = "0.0.0.0/0" });

    private static async Task<Guid> OpenGroupAsync(TestCloud cloud, NewSecurityGroupRule rule)
    {
        var group = await cloud.DoneAsync(cloud.Api.SecurityGroups.CreateAsync("demo", null, Cancellation));
        await cloud.DoneAsync(cloud.Api.SecurityGroups.AddRuleAsync(group, rule, Cancellation));
        return group;
    }

    private static async Task<(Guid Id, string Address)> ElasticIpAsync(TestCloud cloud)
    {
        var id = await cloud.DoneAsync(cloud.Api.ElasticIps.CreateAsync(new() { Healthcheck = new() { Mode = HealthCheckMode.Tcp, Port = Port } }, Cancellation));
        return (id, (await cloud.Api.ElasticIps.GetAsync(id, Cancellation)).Ip!);
    }

    /// <summary>An instance whose address answers each connection with its name.</summary>
    private static async Task<TcpListener> NodeAsync(TestCloud cloud, string name, Guid group, Guid elasticIp)
    {
        var id = await cloud.CreateInstanceAsync(name, i => i with { SecurityGroups = [new(group)] });
        var listener = new TcpListener(IPAddress.Parse((await cloud.Api.Instances.GetAsync(id, Cancellation)).PublicIp!), Port);
        listener.Start();
        _ = AnswerAsync(listener, name);
        await cloud.DoneAsync(cloud.Api.ElasticIps.AttachAsync(elasticIp, id, Cancellation));
        return listener;
    }

    private static async Task AnswerAsync(TcpListener listener, string name)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(name));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task UntilAsync(string address, Func<string?, bool> isWanted)
    {
        while (!isWanted(await AskAsync(address)))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
    }

    /// <summary>What a connection is answered; null when it is refused.</summary>
    private static async Task<string?> AskAsync(string address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address, Port, Cancellation);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync(Cancellation) is { Length: > 0 } answer ? answer : null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
