using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Masterplan.Activities.Kubernetes;

/// <summary>One API server: the few calls that a cluster's life needs, over objects of KubernetesClient and plain JSON.</summary>
public sealed class KubernetesApi(string server, HttpClient http) : IDisposable
{
    /// <summary>The field manager of everything that Masterplan applies.</summary>
    public const string FieldManager = "masterplan";

    public string Server { get; } = server;

    /// <summary>Whether /readyz answers 200; false also where nothing answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var response = await http.GetAsync("/readyz", limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>The server's version, as v1.36.5.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/version", cancellationToken))?["gitVersion"]?.GetValue<string>() ?? "";

    public async Task<IReadOnlyList<V1Node>> NodesAsync(CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync<V1NodeList>("/api/v1/nodes", cancellationToken)).Items];

    public async Task<V1Node?> NodeAsync(string name, CancellationToken cancellationToken = default) =>
        await GetAsync($"/api/v1/nodes/{name}", cancellationToken) is { } json ? KubernetesJson.Deserialize<V1Node>(json.ToJsonString()) : null;

    /// <summary>The pods that are bound to a node.</summary>
    public async Task<IReadOnlyList<V1Pod>> PodsOnAsync(string node, CancellationToken cancellationToken = default) =>
        [.. (await ReadAsync<V1PodList>($"/api/v1/pods?fieldSelector=spec.nodeName%3D{node}", cancellationToken)).Items];

    /// <summary>The object at a path, or null when it is not there.</summary>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken = default)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        return await BodyAsync(response, $"Reading '{path}'", cancellationToken);
    }

    /// <summary>Applies an object on the server's side, taking over fields that others own.</summary>
    public async Task ApplyAsync(string path, JsonObject manifest, CancellationToken cancellationToken = default)
    {
        using var content = Content(manifest, "application/apply-patch+yaml");
        using var response = await http.PatchAsync($"{path}?fieldManager={FieldManager}&force=true", content, cancellationToken);
        await BodyAsync(response, $"Applying '{path}'", cancellationToken);
    }

    /// <summary>Changes members of an object by a JSON merge patch.</summary>
    public async Task PatchAsync(string path, JsonObject patch, CancellationToken cancellationToken = default)
    {
        using var content = Content(patch, "application/merge-patch+json");
        using var response = await http.PatchAsync($"{path}?fieldManager={FieldManager}", content, cancellationToken);
        await BodyAsync(response, $"Changing '{path}'", cancellationToken);
    }

    /// <summary>Deletes the object at a path.</summary>
    /// <returns>False when it was not there.</returns>
    public async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken = default)
    {
        using var response = await http.DeleteAsync(path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        await BodyAsync(response, $"Deleting '{path}'", cancellationToken);
        return true;
    }

    /// <summary>Asks for a pod to be evicted.</summary>
    /// <returns>Null when it was, or was gone already; else the PodDisruptionBudget's refusal in the server's words.</returns>
    public async Task<string?> EvictAsync(V1Pod pod, bool dryRun, CancellationToken cancellationToken = default)
    {
        var eviction = new JsonObject
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace() },
        };
        if (dryRun)
            eviction["deleteOptions"] = new JsonObject { ["dryRun"] = new JsonArray("All") };
        using var content = Content(eviction, "application/json");
        using var response = await http.PostAsync($"/api/v1/namespaces/{pod.Namespace()}/pods/{pod.Name()}/eviction{(dryRun ? "?dryRun=All" : "")}", content, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            return Message(await response.Content.ReadAsStringAsync(cancellationToken));
        await BodyAsync(response, $"Evicting pod '{pod.Namespace()}/{pod.Name()}'", cancellationToken);
        return null;
    }

    public void Dispose() => http.Dispose();

    private async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        return KubernetesJson.Deserialize<T>(await TextAsync(response, $"Reading '{path}'", cancellationToken));
    }

    private static StringContent Content(JsonObject body, string type) =>
        new(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(type));

    private async Task<JsonObject> BodyAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken) =>
        JsonNode.Parse(await TextAsync(response, what, cancellationToken)) as JsonObject
        ?? throw new KubernetesException($"{what} at {Server} was answered with something that is not an object.", isTransient: true);

    private async Task<string> TextAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? text
            : throw new KubernetesException($"{what} at {Server} failed with status {(int)response.StatusCode}: {Message(text)}", Steps.Transience.IsTransient(response.StatusCode));
    }

    /// <summary>What the server says. Which PodDisruptionBudget refuses an eviction stands in the causes only.</summary>
    private static string Message(string body)
    {
        try
        {
            var status = JsonNode.Parse(body);
            var budgets = (status?["details"]?["causes"] as JsonArray ?? []).Where(cause => cause?["reason"]?.GetValue<string>() == "DisruptionBudget");
            return string.Join(' ', [status?["message"]?.GetValue<string>() ?? body, .. budgets.Select(cause => $"{cause!["message"]}.")]);
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
