using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Exoscale;

namespace Masterplan.Rehearsals.Harness;

/// <summary>Compares plan, ledger and cloud, kind by kind and name by name.</summary>
public static class ClusterState
{
    /// <summary>Exactly the planned resources exist, each once, the ledger knows each by its id, and every node is Ready and free.</summary>
    public static async Task ShouldBeAsPlannedAsync(this Stage stage, string cluster = "demo")
    {
        await using var records = stage.Records;
        var plan = await records.Clusters.PlanAsync(cluster);
        var held = (await records.Ledger.ListAsync(cluster)).Select(entry => $"{entry.Kind} {entry.Name} {entry.ResourceId}").Order(StringComparer.Ordinal).ToList();
        var found = (await FoundAsync(stage)).Select(one => $"{one.Kind} {one.Name} {one.Id}").Order(StringComparer.Ordinal).ToList();
        found.ShouldBe(held);
        (await FoundAsync(stage)).Select(one => $"{one.Kind} {one.Name}").Order(StringComparer.Ordinal).ToList().ShouldBe([.. plan.Resources.Select(one => $"{one.Kind} {one.Name}").Order(StringComparer.Ordinal)]);
        var status = (await stage.RunAsync("status", cluster)).ShouldSucceed();
        var nodes = status.Summary.Json.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("name")} {node.GetProperty("state")}").ToList();
        nodes.ShouldBe([.. plan.AllNodes.Select(node => $"{node.Name} Ready")], status.Output);
        status.Summary["disruptionLock"].ShouldBe("", status.Output);
        (await RulesAsync(stage)).ShouldBe([.. plan.Groups.SelectMany(group => group.Rules.Select(rule => $"{group.Name} {rule.Description}")).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Nothing that a user can make is left.</summary>
    public static async Task ShouldBeEmptyAsync(this Stage stage) =>
        (await FoundAsync(stage)).Where(one => (one.Kind, one.Name) != (ResourceKinds.SecurityGroup, "default")).ShouldBeEmpty();

    private static async Task<IReadOnlyList<(string Kind, string Name, string Id)>> FoundAsync(Stage stage)
    {
        using var cloud = stage.Cloud();
        return
        [
            .. (await cloud.Templates.ListAsync(Visibility.Private)).Select(one => (ResourceKinds.Template, one.Name, one.Id.ToString())),
            .. (await cloud.SshKeys.ListAsync()).Select(one => (ResourceKinds.SshKey, one.Name, one.Name)),
            .. (await cloud.SecurityGroups.ListAsync()).Where(one => one.Name != "default").Select(one => (ResourceKinds.SecurityGroup, one.Name, one.Id.ToString())),
            .. (await cloud.AntiAffinityGroups.ListAsync()).Select(one => (ResourceKinds.AntiAffinityGroup, one.Name, one.Id.ToString())),
            .. (await cloud.ElasticIps.ListAsync()).Select(one => (ResourceKinds.ElasticIp, one.Description ?? "", one.Id.ToString())),
            .. (await cloud.Instances.ListAsync()).Select(one => (ResourceKinds.Instance, one.Name, one.Id.ToString())),
        ];
    }

    private static async Task<List<string>> RulesAsync(Stage stage)
    {
        using var cloud = stage.Cloud();
        var rules = new List<string>();
        foreach (var group in (await cloud.SecurityGroups.ListAsync()).Where(group => group.Name != "default"))
            rules.AddRange((await cloud.SecurityGroups.GetAsync(group.Id)).Rules.Select(rule => $"{group.Name} {rule.Description}"));
        return [.. rules.Order(StringComparer.Ordinal)];
    }
}
