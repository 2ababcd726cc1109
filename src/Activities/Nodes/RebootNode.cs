using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Nodes;

[Activity("Masterplan", "Nodes", "Reboots a node that waits for it, and waits until it has booted anew and all its units run.", DisplayName = "Reboot node")]
public sealed class RebootNode : ClusterActivity
{
    /// <summary>update-engine touches it when the next boot brings a new version (Flatcar's documentation). It lies in memory, so a boot clears it.</summary>
    public const string Flag = "/run/reboot-required";

    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";
    private const string BootBefore = "BootBefore";

    [Required]
    [Input(DisplayName = "Node", Description = "The node's name.", Order = -9)]
    public Input<string> Node { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        await using var node = await scope.OpenAsync(name);
        var boot = (await node.MustRunAsync(scope.CancellationToken, "cat", BootIdPath)).Trim();
        if ((await node.InspectAsync([Flag], scope.CancellationToken)).Count > 0)
            return await RebootAsync(scope, node, boot);
        if (await StoppedAsync(scope, node) is { } stopped)
            return Progress.NotYet($"Node '{name}' has booted; {stopped} is not active yet");
        return await HasReportedAsync(scope, name, boot) ? Progress.Done : Progress.NotYet($"Node '{name}' has booted; its kubelet has not reported since");
    }

    /// <summary>The boot id is kept before the reboot is asked for: a repeat that finds the same one only asks again.</summary>
    private static async Task<Progress> RebootAsync(ClusterScope scope, INode node, string boot)
    {
        if (scope.Context.GetProperty<string>(BootBefore) is not { } before)
        {
            scope.Context.SetProperty(BootBefore, boot);
            return Progress.NotYet($"Node '{node.Name}' is about to reboot", TimeSpan.Zero);
        }

        if (before != boot)
            throw new NodeException($"Node '{node.Name}' has booted anew (boot {boot} after {before}) and asks for a reboot again: {Flag} is there. Look at `journalctl -u update-engine` there, then retry the step.", isTransient: false);
        await scope.ChangeAsync([new(ChangeKind.Restart, $"{node.Name}: reboot")], () => node.MustRunAsync(scope.CancellationToken, "systemctl", "reboot"));
        return Progress.NotYet($"Node '{node.Name}' is rebooting", TimeSpan.FromSeconds(5));
    }

    private static async Task<string?> StoppedAsync(ClusterScope scope, INode node)
    {
        var units = (await scope.ConfigurationAsync(node.Name)).Units.Select(unit => unit.Name).ToList();
        return (await node.InactiveAsync(units, scope.CancellationToken)) is [var first, ..] ? first : null;
    }

    /// <summary>What the API tells of a node may be from before the reboot, for as long as its lease lasts.</summary>
    private static async Task<bool> HasReportedAsync(ClusterScope scope, string name, string boot) =>
        (await (await scope.AnyApiServerAsync()).NodeAsync(name, scope.CancellationToken))?.Status?.NodeInfo?.BootID == boot;
}
