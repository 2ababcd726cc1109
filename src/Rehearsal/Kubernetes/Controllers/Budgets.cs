using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>What a PodDisruptionBudget allows now.</summary>
public static class Budgets
{
    public static Counts Count(ApiCluster cluster, JsonObject budget)
    {
        var pods = cluster.Objects.List("pods", budget.Namespace()).Where(p => Selectors.Matches(budget.At("spec", "selector"), p)).ToList();
        var current = pods.Count(p => p.Text("metadata", "deletionTimestamp") is null && IsReady(p));
        var expected = Expected(cluster, pods);
        var desired = budget.At("spec", "minAvailable") is { } least
            ? Share(least, expected)
            : expected - Share(budget.At("spec", "maxUnavailable") ?? 1, expected);
        return new Counts(current, desired, expected, Math.Max(0, current - desired));
    }

    public static bool IsReady(JsonObject pod) => pod.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    public static int Share(JsonNode amount, int of) =>
        amount.Text() is { } text && text.EndsWith('%') ? (int)Math.Ceiling(of * int.Parse(text[..^1]) / 100.0) : (int)(amount.Number() ?? 0);

    private static int Expected(ApiCluster cluster, List<JsonObject> pods)
    {
        var total = 0;
        foreach (var owner in pods.Select(p => p.Items("metadata", "ownerReferences").FirstOrDefault()).OfType<JsonObject>().DistinctBy(o => o.Text("uid")))
        {
            var plural = owner.Text("kind") switch { "ReplicaSet" => "replicasets", "StatefulSet" => "statefulsets", _ => null };
            total += plural is null ? 1 : (int)(cluster.Objects.List(plural).FirstOrDefault(r => r.Uid() == owner.Text("uid")).Number("spec", "replicas") ?? 0);
        }

        return total + pods.Count(p => !p.Items("metadata", "ownerReferences").Any());
    }

    public sealed record Counts(int Current, int Desired, int Expected, int Allowed);
}
