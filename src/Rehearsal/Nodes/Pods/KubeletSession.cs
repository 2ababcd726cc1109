using System.Text.Json.Nodes;
using System.Threading.Channels;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Http;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Kubernetes.Storage;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>A kubelet's life with its API server: registers the node, runs the pods bound to it, reports. Driven by events; idle costs nothing.</summary>
public sealed class KubeletSession(ProcessContext context, KubeletOptions options)
{
    private readonly Channel<Action<ApiCluster>> inbox = Channel.CreateUnbounded<Action<ApiCluster>>();
    private readonly NodeReport report = new(context, options);
    private StaticPods? statics;
    private string? lastFault;

    private SimulatedMachine Machine => context.Machine;

    public void Follow(StaticPods? pods) => statics = pods;

    public void Post(StoreEvent change) => inbox.Writer.TryWrite(cluster => Handle(cluster, change));

    public void Report(PodWorker worker) => inbox.Writer.TryWrite(cluster => WriteStatus(cluster, worker));

    public void Wake() => inbox.Writer.TryWrite(SyncMirrors);

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            var changed = context.World.Network.Changed.Next;
            var (server, user, fault) = options.Kubeconfig!.Connect(Machine);
            fault ??= user is null ? "Unauthorized" : Refusal(server!, user);
            if (fault is null)
            {
                lastFault = null;
                await Live(server!, stop).ConfigureAwait(false);
                continue;
            }

            if (fault != lastFault)
                context.Log.Add($"\"Unable to register node with API server\" err=\"Post \\\"{options.Kubeconfig.Server}api/v1/nodes\\\": {fault}\" node=\"{options.NodeName}\"");
            lastFault = fault;
            await context.World.Pace.Wait(TimeSpan.FromSeconds(0.5), stop).ConfigureAwait(false);
            await context.World.Await(changed, TimeSpan.FromSeconds(30), stop).ConfigureAwait(false);
        }
    }

    private string? Refusal(ApiServer server, UserInfo user)
    {
        if (user.Name != $"system:node:{options.NodeName}" && !user.Groups.Contains("system:masters"))
            return $"nodes \\\"{options.NodeName}\\\" is forbidden: node \\\"{user.Name}\\\" is not allowed to modify node \\\"{options.NodeName}\\\"";
        if (!server.Allows(user, new AccessRequest("create", string.Empty, "nodes", string.Empty, string.Empty, options.NodeName)))
            return $"nodes is forbidden: User \\\"{user.Name}\\\" cannot create resource \\\"nodes\\\" in API group \\\"\\\" at the cluster scope";
        var (mine, theirs) = (Version.Parse(context.Version), Version.Parse(server.Version));
        if (mine.Major > theirs.Major || mine.Minor > theirs.Minor)
            return $"kubelet version v{context.Version} is newer than the API server's v{server.Version}: unsupported version skew";
        return null;
    }

    private async Task Live(ApiServer server, CancellationToken stop)
    {
        var cluster = server.Cluster;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, server.Stopping);
        cluster.Kubelets[options.NodeName] = this;
        try
        {
            await report.Register(cluster, both.Token).ConfigureAwait(false);
            SyncMirrors(cluster);
            Adopt(cluster);
            var watching = report.KeepReady(cluster, both.Token);
            while (await inbox.Reader.WaitToReadAsync(both.Token).ConfigureAwait(false))
            {
                while (inbox.Reader.TryRead(out var work))
                    Do(cluster, work);
            }

            await watching.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            context.Log.Add("\"Error updating node status, will retry\" err=\"connection refused\"");
        }
        finally
        {
            cluster.Kubelets.TryRemove(new KeyValuePair<string, KubeletSession>(options.NodeName, this));
            cluster.Leaders.WakeAfter(TimeSpan.FromSeconds(1));
        }
    }

    private static void Do(ApiCluster cluster, Action<ApiCluster> work)
    {
        try
        {
            work(cluster);
        }
        catch (ApiException)
        {
            // The object changed or went at the same time; its next event brings us back.
        }
    }

    private void Adopt(ApiCluster cluster)
    {
        foreach (var pod in cluster.Objects.List("pods").Where(p => p.Text("spec", "nodeName") == options.NodeName).ToList())
        {
            Do(cluster, c => Consider(c, pod));
            // While this kubelet was away, its pods were marked unready.
            if (Machine.Containers.Find(pod.Uid()) is { } worker)
                Do(cluster, c => WriteStatus(c, worker));
        }

        foreach (var orphan in Machine.Containers.Pods.Where(p => !p.IsStatic && cluster.Objects.Find(Catalogue.Of("pods"), p.Scope, p.Name)?.Uid() != p.Uid))
            _ = orphan.Stop();
    }

    private void Handle(ApiCluster cluster, StoreEvent change)
    {
        if (change.After is { } after)
            Consider(cluster, after.Value);
        else if (change.Before is { } before && before.Value.At("metadata", "annotations", "kubernetes.io/config.mirror") is not null)
            SyncMirrors(cluster);
        else if (change.Before is { } gone && Machine.Containers.Find(gone.Value.Uid()) is { } worker)
            _ = worker.Stop();
    }

    private void Consider(ApiCluster cluster, JsonObject pod)
    {
        if (pod.At("metadata", "annotations", "kubernetes.io/config.mirror") is not null)
            return;
        var worker = Machine.Containers.Find(pod.Uid());
        if (pod.Text("metadata", "deletionTimestamp") is not null)
        {
            _ = Terminate(cluster, pod, worker);
        }
        else if (worker is null)
        {
            worker = new PodWorker(Machine, pod, pod.Uid(), pod.Uid(), isStatic: false) { Changed = Report };
            Machine.Containers.Add(worker);
            worker.Start();
        }
        else if (worker.Changed is null || !pod.Items("status", "containerStatuses").Any())
        {
            worker.Changed = Report;
            WriteStatus(cluster, worker);
        }
    }

    private async Task Terminate(ApiCluster cluster, JsonObject pod, PodWorker? worker)
    {
        if (worker is not null)
            await worker.Stop().ConfigureAwait(false);
        if (!Machine.Power.IsCancellationRequested && pod.Number("metadata", "deletionGracePeriodSeconds") is not null)
            cluster.Objects.Remove(Catalogue.Of("pods"), pod.Namespace(), pod.Name(), pod.Uid());
    }

    private void SyncMirrors(ApiCluster cluster)
    {
        var type = Catalogue.Of("pods");
        var wanted = statics?.Workers ?? [];
        var mirrors = cluster.Objects.List("pods").Where(p => p.Text("spec", "nodeName") == options.NodeName && p.At("metadata", "annotations", "kubernetes.io/config.mirror") is not null).ToList();
        foreach (var mirror in mirrors.Where(m => !wanted.Any(w => w.Name == m.Name() && w.Hash == m.Text("metadata", "annotations", "kubernetes.io/config.hash"))))
            cluster.Objects.Remove(type, mirror.Namespace(), mirror.Name(), mirror.Uid());
        foreach (var worker in wanted)
        {
            if (cluster.Objects.Find(type, worker.Scope, worker.Name) is null && cluster.Objects.Find(Catalogue.Of("namespaces"), string.Empty, worker.Scope) is not null)
                Do(cluster, c => c.Objects.Create(type, worker.Scope, PodStatus.Mirror(worker, options.NodeName), WriteOptions.Plain));
            Do(cluster, c => WriteStatus(c, worker));
        }
    }

    private void WriteStatus(ApiCluster cluster, PodWorker worker)
    {
        var type = Catalogue.Of("pods");
        if (cluster.Objects.Find(type, worker.Scope, worker.Name) is not { } pod)
            return;
        if (worker.IsStatic ? pod.Text("metadata", "annotations", "kubernetes.io/config.hash") != worker.Hash : pod.Uid() != worker.Uid)
            return;
        cluster.Objects.Modify(type, worker.Scope, worker.Name, WriteOptions.Status, value =>
        {
            value["status"] = PodStatus.Of(worker, Machine, options.NodeAddress);
            return value;
        });
    }
}
