using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Components;

namespace Masterplan.StandIns;

/// <summary>An API server, as somebody: by the certificate of a kubeconfig, or by a token.</summary>
internal sealed class ApiClient(Uri server, X509Certificate2Collection roots, X509Certificate2? client, Func<string>? token = null) : IDisposable
{
    public const string MergePatch = "application/merge-patch+json";
    private readonly HttpClient http = Tls.Client(roots, client, Timeout.InfiniteTimeSpan);

    public ApiClient(Kubeconfig kubeconfig) : this(kubeconfig.Server, kubeconfig.Roots, kubeconfig.Client)
    {
    }

    /// <summary>An object or a list; null where there is none.</summary>
    /// <exception cref="HttpRequestException">The API server cannot be reached or refused.</exception>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return code == 404 ? null : Demand(code, body, path);
    }

    /// <summary>Changes something; the code tells what came of it.</summary>
    public async Task<(int Code, JsonObject Body)> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, string type = "application/json")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(8));
        using var request = new HttpRequestMessage(method, new Uri(server, path));
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token());
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, type);
        try
        {
            using var response = await http.SendAsync(request, patience.Token);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            return ((int)response.StatusCode, text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : []);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{method} {path}: context deadline exceeded");
        }
    }

    /// <summary>The changes of a list as they happen, until the server or the token ends it.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(server, path), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"GET {path}: {(int)response.StatusCode}");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return (JsonObject)JsonNode.Parse(line)!;
    }

    public void Dispose() => http.Dispose();

    public static JsonObject Demand(int code, JsonObject body, string path) =>
        code is >= 200 and < 300 ? body : throw new HttpRequestException($"{path}: {code} {body["message"]}");
}
