using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>Readiness probes by HTTP; a pod without one is ready when it runs.</summary>
internal static class Probes
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        // As the kubelet does: a probe asks whether somebody answers, not who.
#pragma warning disable CA5359
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    { Timeout = TimeSpan.FromSeconds(3) };

    public static async Task<bool> AnswersAsync(JsonObject pod, string address, CancellationToken stop)
    {
        var container = pod.Items("spec", "containers").First();
        if (container.At("readinessProbe", "httpGet") is not { } probe)
            return true;
        var port = probe.Number("port") ?? container.Items("ports").FirstOrDefault(port => port.Text("name") == probe.Text("port")).Number("containerPort");
        var url = $"{(probe.Text("scheme") ?? "HTTP").ToLowerInvariant()}://{probe.Text("host") ?? address}:{port}{probe.Text("path")}";
        try
        {
            using var response = await Http.GetAsync(url, stop);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
