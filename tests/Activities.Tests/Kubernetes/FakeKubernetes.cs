using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Masterplan.Activities.Kubernetes;

namespace Masterplan.Activities.Tests.Kubernetes;

/// <summary>An API server in memory that knows one node and its pods, and the calls that changed them.</summary>
internal sealed class FakeKubernetes : HttpMessageHandler, IKubernetesClients
{
    /// <summary>Null when it is not registered.</summary>
    public V1Node? Node { get; set; }

    public List<V1Pod> Pods { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>Called at each eviction: the budget that refuses it, or null.</summary>
    public Func<V1Pod, string?> OnEvict { get; set; } = _ => null;

    public static V1Node NewNode(string name, bool ready = true) => new()
    {
        Metadata = new() { Name = name },
        Spec = new(),
        Status = new() { Conditions = [new() { Type = "Ready", Status = ready ? "True" : "Unknown" }] },
    };

    public void AddPod(string name) => Pods.Add(new() { Metadata = new() { Name = name, NamespaceProperty = "default" }, Status = new() { Phase = "Running" } });

    public KubernetesApi At(string cluster, string address, int port) => new($"https://{address}:{port}", new HttpClient(this, disposeHandler: false) { BaseAddress = new($"https://{address}:{port}") });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult((request.Method.Method, request.RequestUri!.Segments[^1]) switch
    {
        ("GET", "readyz") => Answer(HttpStatusCode.OK, "ok"),
        ("GET", "pods") => Answer(HttpStatusCode.OK, KubernetesJson.Serialize(new V1PodList { Items = Pods })),
        ("POST", "eviction") => Evict(request.RequestUri.Segments[^2].TrimEnd('/')),
        (_, var name) when Node is null || Node.Metadata.Name != name => Answer(HttpStatusCode.NotFound, "{}"),
        ("GET", _) => Answer(HttpStatusCode.OK, KubernetesJson.Serialize(Node)),
        ("PATCH", var name) => Change($"cordon {name}", () => Node.Spec.Unschedulable = true),
        ("DELETE", var name) => Change($"delete {name}", () => Node = null),
        _ => throw new NotSupportedException($"{request.Method} {request.RequestUri}"),
    });

    private HttpResponseMessage Evict(string name)
    {
        var pod = Pods.Single(pod => pod.Metadata.Name == name);
        if (OnEvict(pod) is { } budget)
        {
            var cause = new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = $"The disruption budget {budget} needs 1 healthy pods and has 1 currently" };
            return Answer(HttpStatusCode.TooManyRequests, new JsonObject { ["message"] = "Cannot evict pod as it would violate the pod's disruption budget.", ["details"] = new JsonObject { ["causes"] = new JsonArray(cause) } }.ToJsonString());
        }

        return Change($"evict {name}", () => pod.Metadata.DeletionTimestamp = DateTime.UnixEpoch);
    }

    private HttpResponseMessage Change(string call, Action change)
    {
        Calls.Add(call);
        change();
        return Answer(HttpStatusCode.OK, "{}");
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };
}
