namespace Masterplan.Rehearsals.Harness;

/// <summary>What the changes of a run say about the order in which masters were changed.</summary>
public static class MasterTurns
{
    /// <summary>Three masters restarted infra-etcd and five static pods each, all of one before the first of the next.</summary>
    public static void ShouldRestartThreeMastersInTurn(this IReadOnlyList<string> changes)
    {
        var restarted = changes.Where(change => change.Contains("demo-master-", StringComparison.Ordinal) && (change.Contains(": static pod ", StringComparison.Ordinal) || change.Contains(": infra-etcd.service", StringComparison.Ordinal)))
            .Select(change => change[change.IndexOf("demo-master-", StringComparison.Ordinal)..]).ToList();
        restarted.Distinct(StringComparer.Ordinal).Count().ShouldBe(18, string.Join('\n', changes));
        var nodes = restarted.Select(change => change.Split(':')[0]).ToList();
        nodes.Where((node, index) => index == 0 || nodes[index - 1] != node).Count().ShouldBe(3, string.Join('\n', changes));
    }
}
