using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Etcd.Backups;

/// <summary>The data of one etcd member that a run restores: built beside those in use, then put in their place. Marks on the node tell a repeat how far it came.</summary>
internal sealed class RestoredData(INode node, EtcdCluster etcd, string run, CancellationToken cancellationToken)
{
    private NodeFile Staged { get; } = TextFile.Secret($"{etcd.DataFolder}.staged", $"{run}\n");

    private NodeFile Done { get; } = TextFile.Secret($"{etcd.DataFolder}.restored", $"{run}\n");

    private string Before { get; } = $"{etcd.DataFolder}.before-{run}";

    public EtcdCluster Etcd => etcd;

    /// <summary>Where the new data wait.</summary>
    public string Fresh { get; } = $"{etcd.DataFolder}.new";

    public Task<bool> IsStagedAsync() => HasAsync(Staged);

    public Task MarkStagedAsync() => node.UploadAsync([Staged], cancellationToken);

    public Task<bool> IsDoneAsync() => HasAsync(Done);

    /// <summary>Puts the new data in the place of the old, which are kept until another run restores. Nothing may run on either.</summary>
    /// <exception cref="NodeException">Not transient: nothing is staged.</exception>
    public async Task SwapAsync()
    {
        if (!await IsStagedAsync())
            throw new NodeException($"No data wait on node '{node.Name}' to become those of its {etcd.Id}-etcd member: the step that stages them was skipped. Cancel this run, then run the restore again.", isTransient: false);
        var folder = Path.GetDirectoryName(etcd.DataFolder)!;
        var beside = (await node.MustRunAsync(cancellationToken, "ls", "-1", folder)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => $"{folder}/{name}").ToList();
        // Staged and not there any more: an attempt before this one had moved them.
        if (beside.Contains(Fresh))
        {
            await SetAsideAsync(beside);
            await node.MustRunAsync(cancellationToken, "mv", "-T", Fresh, etcd.DataFolder);
        }

        await node.UploadAsync([Done], cancellationToken);
        await node.DeleteAsync([Staged.Path], cancellationToken);
    }

    private async Task SetAsideAsync(IReadOnlyCollection<string> beside)
    {
        if (!beside.Contains(etcd.DataFolder))
            return;
        var older = beside.Where(path => path.StartsWith($"{etcd.DataFolder}.before-", StringComparison.Ordinal)).ToList();
        if (older.Count > 0)
            await node.MustRunAsync(cancellationToken, ["rm", "-rf", .. older]);
        await node.MustRunAsync(cancellationToken, "mv", "-T", etcd.DataFolder, Before);
    }

    private async Task<bool> HasAsync(NodeFile mark) => (await node.InspectAsync([mark.Path], cancellationToken)).GetValueOrDefault(mark.Path) == mark.Fact;
}
