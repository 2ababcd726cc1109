using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Etcd;

/// <summary>etcd's JSON gateway over mutual TLS. A call goes to the next member when one does not answer.</summary>
internal sealed class EtcdClient(IReadOnlyList<Uri> endpoints, X509Certificate2Collection roots, X509Certificate2? certificate) : IDisposable
{
    private readonly HttpClient http = Tls.Client(roots, certificate, Timeout.InfiniteTimeSpan);
    private int preferred;

    /// <summary>Calls a method of the gateway.</summary>
    /// <exception cref="HttpRequestException">No member answered.</exception>
    public async Task<JsonObject> CallAsync(string method, JsonObject body, CancellationToken cancellationToken)
    {
        HttpRequestException? last = null;
        for (var attempt = 0; attempt < endpoints.Count; attempt++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(3));
            try
            {
                using var response = await PostAsync(method, body, HttpCompletionOption.ResponseContentRead, patience.Token);
                return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(patience.Token))!;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                last = e as HttpRequestException ?? new HttpRequestException("context deadline exceeded");
                Interlocked.Increment(ref preferred);
            }
        }

        throw last!;
    }

    /// <summary>The keys with a prefix, and the revision at which they were read.</summary>
    public async Task<(long Revision, IReadOnlyList<JsonObject> Keys)> RangeAsync(string prefix, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("kv/range", new() { ["key"] = Encode(prefix), ["range_end"] = EndOf(prefix) }, cancellationToken);
        return (long.Parse(answer.Text("header", "revision")!), [.. answer.Items("kvs")]);
    }

    /// <summary>The answers of a watch on a prefix, from a revision on.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string prefix, long from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["create_request"] = new JsonObject { ["key"] = Encode(prefix), ["range_end"] = EndOf(prefix), ["start_revision"] = from.ToString(), ["progress_notify"] = true } };
        using var response = await PostAsync("watch", request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return JsonNode.Parse(line)?["result"] as JsonObject ?? throw new HttpRequestException($"watch: {line}");
    }

    public void Dispose() => http.Dispose();

    public static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string Decode(string? text) => Encoding.UTF8.GetString(Convert.FromBase64String(text ?? ""));

    private static string EndOf(string prefix) => Encode(prefix[..^1] + (char)(prefix[^1] + 1));

    private async Task<HttpResponseMessage> PostAsync(string method, JsonObject body, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var endpoint = endpoints[(int)((uint)Volatile.Read(ref preferred) % endpoints.Count)];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, $"/v3/{method}")) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) };
        var response = await http.SendAsync(request, completion, cancellationToken);
        if (response.IsSuccessStatusCode)
            return response;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        response.Dispose();
        throw new HttpRequestException($"{endpoint}v3/{method}: {text}");
    }
}
