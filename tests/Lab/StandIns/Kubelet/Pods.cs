using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Pods;

namespace Masterplan.StandIns.Kubelet;

/// <summary>The API server's pods of this node: runs those bound to it, mirrors the static ones, and reports on all.</summary>
internal sealed class Pods(ApiClient api, KubeletOptions options, StaticPods statics, ServiceAccount accounts)
{
    private readonly string list = $"/api/v1/pods?fieldSelector=spec.nodeName={options.NodeName}";
    private readonly PodReports reports = new(api, options.NodeAddress);

    public Task RunAsync(CancellationToken stop) => Loop.RunAsync("pods", TimeSpan.FromSeconds(1), _ => SyncAsync(stop), stop);

    private async Task SyncAsync(CancellationToken stop)
    {
        var found = (await api.GetAsync(list, stop))!.Items("items").ToList();
        foreach (var mirror in found.Where(IsMirror).Where(mirror => !statics.Running.Any(pod => IsMirrorOf(mirror, pod))))
            await api.SendAsync(HttpMethod.Delete, PathOf(mirror), new JsonObject { ["gracePeriodSeconds"] = 0 }, stop);
        foreach (var pod in statics.Running.Where(pod => !found.Exists(mirror => IsMirrorOf(mirror, pod))))
            await api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{pod.Pod.Namespace()}/pods", pod.Pod.Clone(), stop);
        var bound = found.Where(pod => !IsMirror(pod)).ToList();
        await EndAsync(bound, stop);
        var states = await PodUnit.StatesAsync();
        foreach (var pod in bound.Where(pod => pod.Text("metadata", "deletionTimestamp") is null && !states.ContainsKey(PodUnit.UnitOf(pod.Uid()))))
            await Loop.TryAsync("pods", () => StartAsync(pod, stop), stop: stop);
        await ReportAsync(found, stop);
    }

    /// <summary>Ends the pods that are to be deleted, and those that the API server has no more.</summary>
    private async Task EndAsync(List<JsonObject> bound, CancellationToken stop)
    {
        foreach (var pod in bound.Where(pod => pod.Text("metadata", "deletionTimestamp") is not null))
        {
            await EndAsync(pod.Uid());
            await api.SendAsync(HttpMethod.Delete, PathOf(pod), new JsonObject { ["gracePeriodSeconds"] = 0 }, stop);
        }

        foreach (var gone in PodUnit.All().Select(pod => pod.Pod).Where(pod => !IsMirror(pod) && !bound.Exists(other => other.Uid() == pod.Uid())))
            await EndAsync(gone.Uid());
    }

    private static async Task EndAsync(string uid)
    {
        await PodUnit.StopAsync(PodUnit.UnitOf(uid));
        await PodNetwork.DeleteAsync(uid);
        ServiceAccount.Remove(uid);
    }

    private async Task StartAsync(JsonObject pod, CancellationToken stop)
    {
        var isOnHost = pod.Flag("spec", "hostNetwork");
        var address = isOnHost ? options.NodeAddress : await PodNetwork.AddAsync(pod.Uid());
        var unit = new PodUnit(PodUnit.UnitOf(pod.Uid()), pod, "") { Address = address };
        string[] properties = isOnHost ? [] : [$"NetworkNamespacePath={PodNetwork.PathOf(pod.Uid())}"];
        await unit.StartAsync(ImageTable.Command(pod), [.. properties, .. await accounts.ProvideAsync(pod, stop), .. ImageTable.Environment(pod).Select(variable => $"Environment={variable.Key}={variable.Value}")]);
    }

    private async Task ReportAsync(List<JsonObject> found, CancellationToken stop)
    {
        var (states, known) = (await PodUnit.StatesAsync(), PodUnit.All());
        foreach (var pod in found.Where(pod => pod.Text("metadata", "deletionTimestamp") is null))
        {
            var unit = known.FirstOrDefault(unit => IsMirror(pod) ? IsMirrorOf(pod, unit) : unit.Pod.Uid() == pod.Uid());
            var (state, restarts) = unit is not null && states.TryGetValue(unit.Unit, out var now) ? now : ("", 0);
            var address = unit?.Address is { Length: > 0 } own ? own : options.NodeAddress;
            var isReady = state == "active" && (!ImageTable.Serves(pod) || await Probes.AnswersAsync(pod, address, stop));
            await reports.WriteAsync(pod, state == "active", isReady, restarts, address, stop);
            if (state == "active" && !IsMirror(pod))
                await Loop.TryAsync("token", () => accounts.RenewAsync(pod, stop), stop: stop);
        }
    }

    private static bool IsMirror(JsonObject pod) => pod.At("metadata", "annotations", "kubernetes.io/config.mirror") is not null;

    private static bool IsMirrorOf(JsonObject mirror, PodUnit pod) => mirror.Name() == pod.Pod.Name() && mirror.Text("metadata", "annotations", "kubernetes.io/config.hash") == pod.Hash;

    private static string PathOf(JsonObject pod) => $"/api/v1/namespaces/{pod.Namespace()}/pods/{pod.Name()}";
}
