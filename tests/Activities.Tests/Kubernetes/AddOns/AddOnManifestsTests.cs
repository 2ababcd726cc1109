using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Kubernetes.AddOns;

namespace Masterplan.Activities.Tests.Kubernetes.AddOns;

public sealed class AddOnManifestsTests
{
    public static TheoryData<string> Names => [.. AddOnManifests.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_objects_of_an_add_on_are_as_in_its_golden_file(string name) =>
        new JsonArray([.. AddOnManifests.Render(name, TestPlans.Plan())]).ShouldBeGolden($"add-ons/{name}.json");

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_object_has_its_own_place_and_no_blank_is_left_in_it(string name)
    {
        var objects = AddOnManifests.Render(name, TestPlans.Plan("kubernetes: {serviceCidr: 10.96.0.0/16, clusterDomain: corp.example}\nworkers: {count: 1}"));
        objects.ShouldNotBeEmpty();
        objects.Select(ObjectPath.Of).ShouldBeUnique();
        objects.ShouldAllBe(manifest => !manifest.ToJsonString(null).Contains("{{", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("coredns", "addOns: {coreDns: false}")]
    [InlineData("metrics-server", "addOns: {metricsServer: false}")]
    [InlineData("ingress", "addOns: {ingress: none}")]
    public void An_add_on_that_the_spec_turns_off_has_no_objects(string name, string spec) =>
        AddOnManifests.Render(name, TestPlans.Plan(spec)).ShouldBeEmpty();

    [Fact]
    public void Cluster_dns_answers_at_the_tenth_service_address() =>
        AddOnManifests.Render(AddOnManifests.CoreDns, TestPlans.Plan("kubernetes: {serviceCidr: 10.96.0.0/16}"))
            .Single(manifest => manifest["kind"]!.GetValue<string>() == "Service")["spec"]!["clusterIP"]!.GetValue<string>().ShouldBe("10.96.0.10");

    [Fact]
    public void An_unknown_add_on_is_refused_with_those_that_are_known() =>
        Should.Throw<ConfigurationException>(() => AddOnManifests.Render("dashboard", TestPlans.Plan())).Message
            .ShouldBe("The manifest: manifest: 'dashboard' is not one of access, coredns, metrics-server, ingress.");
}
