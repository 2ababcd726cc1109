using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Clusters.Planning;

[Activity("Masterplan", "Clusters", "Reads and checks a cluster's spec, keeps it, and names everything that it means.", DisplayName = "Plan cluster")]
public sealed class PlanCluster : DurableActivity
{
    [System.ComponentModel.DataAnnotations.Required]
    [Input(DisplayName = "Cluster", Description = "The cluster's name.", Order = -10)]
    public Input<string> Cluster { get; set; } = default!;

    [Input(DisplayName = "Spec", Description = "The spec as YAML; empty keeps the one known, or takes all defaults for a new cluster.", UIHint = InputUIHints.MultiLine)]
    public Input<string> Spec { get; set; } = new("");

    [Input(DisplayName = "Workers", Description = "The workers' total; 0 leaves it to the spec.", DefaultValue = 0)]
    public Input<int> Workers { get; set; } = new(0);

    [Output(DisplayName = "Masters", Description = "The masters' names.")]
    public Output<ICollection<string>> MasterNames { get; set; } = default!;

    [Output(DisplayName = "Workers", Description = "The workers' names.")]
    public Output<ICollection<string>> WorkerNames { get; set; } = default!;

    [Output(DisplayName = "Anti-affinity groups", Description = "The anti-affinity groups' names.")]
    public Output<ICollection<string>> AntiAffinityGroups { get; set; } = default!;

    [Output(DisplayName = "Version", Description = "The Kubernetes version that the cluster runs or gets.")]
    public Output<string> KubernetesVersion { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.Get(Cluster) ?? "";
        var registry = context.GetRequiredService<ClusterRegistry>();
        var known = await registry.FindAsync(name, cancellationToken);
        var spec = SpecRevision.Next(known, name, context.Get(Spec) ?? "", context.Get(Workers));
        await registry.AcceptAsync(name, spec, cancellationToken);
        var plan = await registry.PlanAsync(name, cancellationToken);
        context.Set(MasterNames, plan.Masters.Select(node => node.Name).ToList());
        context.Set(WorkerNames, plan.Workers.Select(node => node.Name).ToList());
        context.Set(AntiAffinityGroups, plan.AntiAffinityGroups.ToList());
        context.Set(KubernetesVersion, known?.Version ?? plan.Spec.Kubernetes.Version);
        return Progress.Done;
    }
}
