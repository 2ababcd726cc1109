using Masterplan.Host.Clusters;
using Masterplan.Host.Runs;

namespace Masterplan.Host.Pages;

/// <summary>Draws a cluster: the address in front, the masters with their etcd members, the workers, each behind their security group; and what runs.</summary>
internal static class ClusterPicture
{
    /// <summary>More steps under way than these are counted only.</summary>
    private const int StepsShown = 6;

    /// <param name="cluster">The cluster.</param>
    /// <param name="run">The run under way with its steps; null if none is.</param>
    public static Html Draw(ClusterStatus cluster, RunDetail? run)
    {
        var busy = (run?.Steps ?? []).Where(step => step.IsUnderWay).ToLookup(step => step.Node, StringComparer.Ordinal);
        return Html.Of($"""
            <article class="cluster" aria-labelledby="cluster-{cluster.Cluster}">
            <header><h2 id="cluster-{cluster.Cluster}">{cluster.Cluster}</h2>{Health(cluster)}<p class="quiet">Kubernetes {cluster.Version} in {cluster.Zone}</p></header>
            {Run(run)}
            <div class="picture">
            <p class="address"><span class="quiet">Elastic IP</span> {cluster.ElasticIp ?? "not reserved yet"}</p>
            {Group(cluster, "master", busy)}
            {Group(cluster, "worker", busy)}
            </div>
            {Facts(cluster)}
            </article>
            """);
    }

    private static Html Health(ClusterStatus cluster)
    {
        var ready = cluster.Nodes.Count(node => node.IsReady);
        var text = $"{ready} of {Words.Count(cluster.Nodes.Count, "node", "nodes")} Ready";
        if (cluster.OpenIncidents > 0)
            return Words.State("bad", $"{Words.Count(cluster.OpenIncidents, "open incident", "open incidents")}, {text}");
        return ready == cluster.Nodes.Count ? Words.State("good", text) : Words.State(cluster.Run is null ? "warn" : "busy", text);
    }

    private static Html Run(RunDetail? run)
    {
        if (run is null)
            return Html.Empty;
        var underWay = run.Steps.Where(step => step.IsUnderWay).ToList();
        var done = run.Steps.Count(step => step.Status == "completed");
        return Html.Of($"""
            <section class="now" aria-label="Run under way">
            <p><a href="/runs/{run.Run.Id}">{run.Run.Definition}</a> {Words.RunState(run.Run)} <span class="quiet">{Words.Count(done, "step", "steps")} done, {underWay.Count} under way</span></p>
            {Html.Each(run.Open, incident => Html.Of($"<p class=\"error\"><strong>{incident.DisplayName}</strong> {incident.Message}</p>"))}
            <ul class="steps">{Html.Each(underWay.Take(StepsShown), step => Html.Of($"<li><span class=\"quiet\">{step.Node}</span> {step.Name}{Progress(step)}</li>"))}</ul>
            {(underWay.Count > StepsShown ? Html.Of($"<p class=\"quiet\">and {underWay.Count - StepsShown} more</p>") : Html.Empty)}
            </section>
            """);
    }

    private static Html Progress(RunStep step) => step.Error is not null ? Html.Of($" {Words.State("warn", $"attempt {step.Tries} failed, retrying")}") : step.Tries > 1 ? Html.Of($" <span class=\"quiet\">attempt {step.Tries}</span>") : Html.Empty;

    private static Html Group(ClusterStatus cluster, string role, ILookup<string, RunStep> busy)
    {
        var group = cluster.SecurityGroups.FirstOrDefault(group => group.Name == $"{cluster.Cluster}-{role}");
        return Html.Of($"""
            <section class="group{(group?.IsThere == true ? "" : " planned")}" aria-label="{role}s">
            <h3>{(role == "master" ? "Masters" : "Workers")}</h3>
            {(group is null ? Html.Empty : Rules(group))}
            <ul class="nodes">{Html.Each(cluster.Nodes.Where(node => node.Role == role), node => Node(cluster, node, busy[node.Name].LastOrDefault()))}</ul>
            </section>
            """);
    }

    private static Html Rules(SecurityGroupView group) => Html.Of($"""
        <details id="rules-{group.Name}"><summary>Security group {group.Name}{(group.IsThere ? "" : " (not made yet)")}</summary>
        <ul>{Html.Each(group.Rules, rule => Html.Of($"<li>{rule}</li>"))}</ul></details>
        """);

    private static Html Node(ClusterStatus cluster, ClusterNode node, RunStep? step) => Html.Of($"""
        <li class="node {Kind(node)}"><strong>{node.Name}</strong>{Words.State(Kind(node), node.State)}
        <span class="quiet">{(node.Kubernetes.Length > 0 ? node.Kubernetes : "no kubelet yet")}{(node.Address is null ? "" : $" · {node.Address}")}</span>
        {(step is null ? Html.Empty : Html.Of($"<span class=\"doing\">{step.Name}{Progress(step)}</span>"))}
        {(node.Role == "master" && cluster.Etcd.Count > 0 ? Html.Of($"<ul class=\"etcd\">{Html.Each(cluster.Etcd, etcd => Member(etcd, node.Name))}</ul>") : Html.Empty)}</li>
        """);

    private static Html Member(EtcdView etcd, string node) => etcd.Members.FirstOrDefault(member => member.Name == node) switch
    {
        null => Html.Of($"<li class=\"idle\">{etcd.Id}-etcd: no member</li>"),
        { Answers: false } => Html.Of($"<li class=\"bad\">{etcd.Id}-etcd: does not answer</li>"),
        { IsLeader: true } member => Html.Of($"<li class=\"good\">{etcd.Id}-etcd {member.Version}: <strong>leader</strong></li>"),
        var member => Html.Of($"<li class=\"good\">{etcd.Id}-etcd {member.Version}: member</li>"),
    };

    private static string Kind(ClusterNode node) => node.State switch
    {
        "Ready" => "good",
        "not launched" => "idle",
        "unknown" or "not registered" => "busy",
        _ => node.IsReady ? "warn" : "bad",
    };

    private static Html Certificates(int? days) => days switch
    {
        null => Html.Of($"none issued yet"),
        { } few when CertificateLife.IsShort(few) => Html.Of($"{Words.State("warn", CertificateLife.Tell(few))}; renewed in the masters' next window"),
        { } many => Html.Of($"{CertificateLife.Tell(many)}"),
    };

    private static Html Facts(ClusterStatus cluster) => Html.Of($"""
        <dl class="facts">
        <div><dt>API server</dt><dd>{cluster.ApiServer ?? "does not answer"}</dd></div>
        <div><dt>Certificates</dt><dd>{Certificates(cluster.CertificateDays)}</dd></div>
        <div><dt>Backups</dt><dd>{(cluster.Backup.IsLate ? Words.State("warn", cluster.Backup.Tell()) : Html.Of($"{cluster.Backup.Tell()}"))}</dd></div>
        {Html.Each(cluster.Etcd, etcd => Html.Of($"<div><dt>{etcd.Id}-etcd</dt><dd>{etcd.Summary}</dd></div>"))}
        {Html.Each(cluster.Maintenance, window => Html.Of($"<div><dt>Maintenance of {window.Role}s</dt><dd>{(window.IsOpen ? Words.State("busy", "open") : Html.Of($"next"))} {window.Opens.UtcDateTime:MM-dd HH:mm} to {window.Closes.UtcDateTime:HH:mm} UTC</dd></div>"))}
        <div><dt>Disruption lock</dt><dd>{(cluster.DisruptionLock is { } held ? $"held for {held.Purpose} until {held.ExpiresAt.UtcDateTime:HH:mm} UTC" : "free")}</dd></div>
        </dl>
        """);
}
