using Masterplan.Activities.Clusters.Changes;
using Masterplan.Host.Clusters;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Pages;

/// <summary>The first page: every cluster as a picture.</summary>
internal sealed class ClustersPage(ClusterWatch watch, IRunHistory history, ChangeLog changes)
{
    public LivePage Page() => new("Clusters", RenderAsync, _ => true);

    private async Task<IReadOnlyList<PageSection>> RenderAsync(CancellationToken cancellationToken)
    {
        var clusters = await watch.AllAsync(cancellationToken);
        var runs = new Dictionary<string, RunDetail>(StringComparer.Ordinal);
        foreach (var cluster in clusters)
            if (cluster.Run is { } run)
                runs[cluster.Cluster] = await RunDetail.ReadAsync(history, changes, run.Id, cancellationToken);
        return
        [
            PageSection.Announcement(string.Join(". ", clusters.Select(Say))),
            new("clusters", Html.Of($"<h1>Clusters</h1>{(clusters.Count == 0 ? First : Html.Each(clusters, cluster => ClusterPicture.Draw(cluster, runs.GetValueOrDefault(cluster.Cluster))))}")),
        ];
    }

    private static string Say(ClusterStatus cluster) =>
        $"{cluster.Cluster}: {cluster.Nodes.Count(node => node.IsReady)} of {cluster.Nodes.Count} nodes Ready{(cluster.Run is { } run ? $", {run.Definition} {(run.Incidents > 0 ? "needs a person" : run.Status)}" : "")}";

    private static Html First => Html.Of($$"""
        <section class="first" aria-label="What to do first">
        <p>There is no cluster yet. Build the first one, at the command line while this server is stopped:</p>
        <pre><code>./masterplan bootstrap demo</code></pre>
        <p>or over HTTP, while it runs. An API key of an operator comes from <code>./masterplan keys add ci --role operator</code>.</p>
        <pre><code>curl -H "Authorization: ApiKey $KEY" --json '{"cluster": "demo"}' http://127.0.0.1:5080/workflows/cluster-bootstrap</code></pre>
        <p>or in <a href="/studio/workflows/definitions/cluster-bootstrap/edit">Studio</a>, where the workflow stands as a picture. Then it is drawn here, and changes before your eyes.</p>
        </section>
        """);
}
