using Masterplan.Exoscale.ElasticIps;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Exoscale.Tests;

public sealed class ExoscaleApiTests
{
    private const string Pending = """{"id":"0b5e7a4e-0000-4000-8000-000000000001","state":"pending","reference":{"id":"0b5e7a4e-0000-4000-8000-000000000002","link":"/v2/x","command":"get-x"}}""";
    private static readonly Guid Id = new("a02baf5a-a3e4-49a0-857b-8a08d276c1c0");
    private static readonly Guid Other = new("b02baf5a-a3e4-49a0-857b-8a08d276c1c0");

    [Fact]
    public async Task The_list_of_zones_goes_unsigned()
    {
        var connection = new StubConnection(StubConnection.Json("""{"zones":[{"name":"ch-gva-2","api-endpoint":"https://api-ch-gva-2.exoscale.com/v2","new":1}]}"""));
        using var api = TestApi.Over(connection);

        var zones = await api.Zones.ListAsync(TestContext.Current.CancellationToken);

        zones.Single().ApiEndpoint.ShouldBe(new Uri("https://api-ch-gva-2.exoscale.com/v2"));
        connection.Requests.Single().Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task Names_that_are_newer_than_the_client_are_let_through()
    {
        using var api = TestApi.Over(new(StubConnection.Json($$$"""{"id":"{{{Id}}}","name":"a","state":"dreaming","disk-encrypted":true,"manager":{"type":"x"}}""")));

        var instance = await api.Instances.GetAsync(Id, TestContext.Current.CancellationToken);

        instance.State.ShouldBe(InstanceState.Unknown);
        instance.SecurityGroups.ShouldBeEmpty();
        instance.PublicIp.ShouldBeNull();
    }

    [Fact]
    public async Task The_id_of_a_new_instance_is_known_at_once_and_what_is_unset_is_not_sent()
    {
        var connection = new StubConnection(StubConnection.Json(Pending));
        using var api = TestApi.Over(connection);

        var operation = await api.Instances.CreateAsync(
            new() { Name = "demo-master-1", DiskSize = 50, InstanceType = new(Id), Template = new(Other), SshKeys = [new("k")], SecurityGroups = [new(Other)], Labels = new Dictionary<string, string> { ["masterplan.cluster"] = "demo" } },
            TestContext.Current.CancellationToken);

        operation.ReferenceId.ShouldBe(new("0b5e7a4e-0000-4000-8000-000000000002"));
        connection.Requests.Single().Body.ShouldBe(
            $$$"""{"name":"demo-master-1","instance-type":{"id":"{{{Id}}}"},"template":{"id":"{{{Other}}}"},"disk-size":50,"ssh-keys":[{"name":"k"}],"security-groups":[{"id":"{{{Other}}}"}],"labels":{"masterplan.cluster":"demo"}}""");
    }

    [Fact]
    public async Task Calls_use_the_paths_of_the_API()
    {
        var connection = new StubConnection(StubConnection.Json(Pending));
        using var api = TestApi.Over(connection);
        var cancellation = TestContext.Current.CancellationToken;

        await api.Instances.StartAsync(Id, cancellation);
        await api.Instances.StopAsync(Id, cancellation);
        await api.SecurityGroups.AttachAsync(Id, Other, cancellation);
        await api.SecurityGroups.AddRuleAsync(Id, new() { Protocol = RuleProtocol.Tcp, StartPort = 22, EndPort = 22, Network = "10.0.0.0/8" }, cancellation);
        await api.SecurityGroups.DeleteRuleAsync(Id, Other, cancellation);
        await api.ElasticIps.CreateAsync(new() { AddressFamily = "inet4", Healthcheck = new() { Mode = HealthCheckMode.Tcp, Port = 6443, TlsSkipVerify = true } }, cancellation);
        await api.SshKeys.DeleteAsync("old key", cancellation);

        connection.Requests.Select(r => $"{r.Method} {r.Path} {r.Body}".TrimEnd()).ShouldBe(
        [
            $"PUT /v2/instance/{Id}:start {{}}",
            $"PUT /v2/instance/{Id}:stop",
            $$$"""PUT /v2/security-group/{{{Id}}}:attach {"instance":{"id":"{{{Other}}}"}}""",
            $$"""POST /v2/security-group/{{Id}}/rules {"flow-direction":"ingress","protocol":"tcp","start-port":22,"end-port":22,"network":"10.0.0.0/8"}""",
            $"DELETE /v2/security-group/{Id}/rules/{Other}",
            """POST /v2/elastic-ip {"addressfamily":"inet4","healthcheck":{"mode":"tcp","port":6443,"tls-skip-verify":true}}""",
            "DELETE /v2/ssh-key/old%20key",
        ]);
    }

    [Fact]
    public async Task Query_parameters_are_escaped_and_signed()
    {
        var connection = new StubConnection(StubConnection.Json("""{"templates":[]}"""));
        using var api = TestApi.Over(connection);

        await api.Templates.ListAsync(Visibility.Private, "flatcar linux", TestContext.Current.CancellationToken);

        connection.Requests.Single().Path.ShouldBe("/v2/template?visibility=private&family=flatcar%20linux");
        connection.Requests.Single().Authorization.ShouldNotBeNull().ShouldContain(",signed-query-args=family;visibility,");
    }

    [Fact]
    public async Task An_instance_that_is_gone_is_found_to_be_none()
    {
        using var api = TestApi.Over(new(StubConnection.Fails(404)));

        (await api.Instances.FindAsync(Id, TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
