using System.CommandLine;
using System.Text.Json;
using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Commands;

/// <summary><c>plan NAME [--spec FILE]</c>: what a bootstrap would make, and how long it must wait at the least.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var command = new Command("plan", "Show what a bootstrap would make, and the longest chain of waits. Changes nothing.") { CommonOptions.Cluster, BootstrapCommand.Spec }.WithRehearsal();
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        var spec = BootstrapCommand.ReadSpec(parsed);
        SpecRevision.Next(null, name, spec, workers: 0);
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var cloud = CloudConnector.Connect(folder, parsed.Rehearsal(), cancellationToken);
        await using var host = await MasterplanHost.CreateAsync(folder, cloud, null, cancellationToken);
        var known = await host.Services.GetRequiredService<ClusterRegistry>().FindAsync(name, cancellationToken);
        var plan = new ClusterPlan(ClusterSpecReader.Read(SpecRevision.Next(known, name, spec, 0), name));
        await host.Services.GetRequiredService<PlanChecks>().CheckAsync(plan, cancellationToken);
        var missing = await MissingAsync(host.Services, plan, cancellationToken);
        var chain = ExpectedWaits.Chain(plan, missing.Count > 0);
        Write(parsed, plan, missing, chain);
        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(IServiceProvider services, ClusterPlan plan, CancellationToken cancellationToken)
    {
        var held = (await services.GetRequiredService<ResourceLedger>().ListAsync(plan.Name, cancellationToken))
            .Where(entry => entry.IsMade).Select(entry => $"{entry.Kind} {entry.Name}").ToHashSet(StringComparer.Ordinal);
        return [.. Resources(plan).Where(resource => !held.Contains(resource))];
    }

    private static IEnumerable<string> Resources(ClusterPlan plan) =>
    [
        $"{ResourceKinds.Template} {plan.TemplateName}",
        $"{ResourceKinds.SshKey} {plan.SshKeyName}",
        $"{ResourceKinds.ElasticIp} {plan.ElasticIpDescription}",
        .. plan.Groups.Select(group => $"{ResourceKinds.SecurityGroup} {group.Name}"),
        .. plan.AntiAffinityGroups.Select(group => $"{ResourceKinds.AntiAffinityGroup} {group}"),
        .. plan.AllNodes.Select(node => $"{ResourceKinds.Instance} {node.Name}"),
    ];

    private static void Write(ParseResult parsed, ClusterPlan plan, IReadOnlyList<string> missing, IReadOnlyList<ExpectedWaits.Link> chain)
    {
        var seconds = chain.Sum(link => link.Seconds);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(new { cluster = plan.Name, create = missing, chain, waitChainSeconds = seconds }, JsonSerializerOptions.Web));
            return;
        }

        Console.WriteLine($"Cluster '{plan.Name}' in {plan.Spec.Zone}: {plan.Masters.Count} masters, {plan.Workers.Count} workers, Kubernetes {plan.Spec.Kubernetes.Version}");
        Console.WriteLine(missing.Count == 0 ? "Every resource is there; a bootstrap compares files and rules, and mends what differs." : $"To create ({missing.Count}):");
        foreach (var resource in missing)
            Console.WriteLine($"  + {resource}");
        Console.WriteLine($"Longest chain of waits, about {TimeSpan.FromSeconds(seconds):m\\:ss} min:");
        foreach (var link in chain)
            Console.WriteLine($"  {link.Seconds,4:0} s  {link.What}");
    }
}
