using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Etcd;

/// <summary>etcdctl on a master. Its clients' ports are open to the nodes only, so the question is asked from one of them.</summary>
public sealed class EtcdCtl(INode node, EtcdCluster cluster, IReadOnlyList<KeyValuePair<string, string>> masters)
{
    private static readonly string[] Status = ["endpoint", "status", "-w", "json", "--command-timeout=4s"];
    private static readonly string[] MemberList = ["member", "list", "-w", "json", "--command-timeout=4s"];
    private static readonly string[] Alarms = ["alarm", "list", "--command-timeout=4s"];
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Health = ["get", "health", "-w", "json", "--command-timeout=4s"];

    /// <summary>Looks at every member.</summary>
    public async Task<EtcdObservation> ObserveAsync(CancellationToken cancellationToken = default)
    {
        var list = await RunAsync(MemberList, cancellationToken);
        var status = Parse((await RunAsync(Status, cancellationToken)).Output) as JsonArray ?? [];
        var statuses = status.OfType<JsonObject>().Select(item => Read(item["Status"]!)).ToDictionary(item => item.MemberId, StringComparer.Ordinal);
        if (Parse(list.Output)?["members"] is not JsonArray listed)
            return new([.. masters.Select(master => new EtcdMember(master.Key, IsLearner: false, Status: null))], LinearizableRead: false, []);
        var members = listed.OfType<JsonObject>().Select(member => Member(member, statuses.GetValueOrDefault(Number(member["ID"]))));
        var read = await RunAsync(Health, cancellationToken);
        var alarms = (await RunAsync(Alarms, cancellationToken)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new([.. members], read.Succeeded, alarms);
    }

    /// <summary>Announces a member that is about to start.</summary>
    public Task AddMemberAsync(string name, string peerUrl, CancellationToken cancellationToken = default) => MustRunAsync(["member", "add", name, $"--peer-urls={peerUrl}"], cancellationToken);

    /// <summary>Takes a member out of the cluster.</summary>
    /// <param name="id">Its <see cref="EtcdMember.Id"/>.</param>
    /// <param name="cancellationToken">Gives the command up.</param>
    public Task RemoveMemberAsync(string id, CancellationToken cancellationToken = default) => MustRunAsync(["member", "remove", id], cancellationToken);

    /// <summary>Has the node write a snapshot of the data, from the one member that is asked.</summary>
    /// <param name="path">The file on the node; the one before it is replaced.</param>
    /// <param name="cancellationToken">Gives the command up.</param>
    public Task SaveSnapshotAsync(string path, CancellationToken cancellationToken = default) => MustRunAsync(["snapshot", "save", path], cancellationToken, limit: NodeLimits.Download);

    /// <summary>The value of a key, or null.</summary>
    public async Task<string?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        var result = await MustRunAsync(["get", key, "--print-value-only"], cancellationToken);
        return result.Length == 0 ? null : result.TrimEnd('\n');
    }

    public Task PutAsync(string key, string value, CancellationToken cancellationToken = default) => MustRunAsync(["put", key, value], cancellationToken);

    /// <summary>A key's value and version; null and 0 for a key that is not there.</summary>
    public async Task<(string? Value, long Version)> ReadAsync(string key, CancellationToken cancellationToken = default)
    {
        var found = (Parse(await MustRunAsync(["get", key, "-w", "json"], cancellationToken))?["kvs"] as JsonArray)?.FirstOrDefault();
        return found is null ? (null, 0) : (Encoding.UTF8.GetString(Convert.FromBase64String(found["value"]?.GetValue<string>() ?? "")), Long(found["version"]));
    }

    /// <summary>Writes a key if it still has the version that was read, 0 for one that was not there; false when another was quicker.</summary>
    public async Task<bool> PutIfAsync(string key, long version, string value, CancellationToken cancellationToken = default)
    {
        // etcdctl reads Go's quoted strings, which those of JSON are.
        var script = $"version({Quoted(key)}) = \"{version}\"\n\nput {Quoted(key)} {Quoted(value)}\n\n\n";
        var answer = Parse(await MustRunAsync(["txn", "-w", "json"], cancellationToken, script));
        return answer?["succeeded"]?.GetValue<bool>() == true;
    }

    private async Task<string> MustRunAsync(string[] arguments, CancellationToken cancellationToken, string? input = null, TimeSpan? limit = null)
    {
        var result = await RunAsync(arguments, cancellationToken, input, limit);
        return result.Succeeded
            ? result.Output
            : throw new EtcdException($"'etcdctl {string.Join(' ', arguments.Take(2))}' against {cluster.Id}-etcd, asked on '{node.Name}', failed: {result.Error.Trim()}", isTransient: true);
    }

    private Task<CommandResult> RunAsync(string[] arguments, CancellationToken cancellationToken, string? input = null, TimeSpan? limit = null) => node.RunAsync(
        new([
            $"{NodePaths.Binaries}/etcdctl",
            $"--endpoints={string.Join(',', masters.Select(master => $"https://{master.Value}:{cluster.ClientPort}"))}",
            $"--cacert={cluster.Pki}/ca.crt",
            $"--cert={cluster.Pki}/healthcheck-client.crt",
            $"--key={cluster.Pki}/healthcheck-client.key",
            .. arguments,
        ], input)
        {
            Limit = limit ?? NodeLimits.Command,
        },
        cancellationToken);

    private static EtcdMember Member(JsonObject member, EtcdMemberStatus? status)
    {
        var url = member["peerURLs"]?[0]?.GetValue<string>() ?? "";
        return new(member["name"]?.GetValue<string>() is { Length: > 0 } name ? name : url, member["isLearner"]?.GetValue<bool>() ?? false, status)
        {
            Id = ulong.TryParse(Number(member["ID"]), CultureInfo.InvariantCulture, out var id) ? id.ToString("x", CultureInfo.InvariantCulture) : "",
            PeerUrl = url,
        };
    }

    private static EtcdMemberStatus Read(JsonNode status) => new(
        Number(status["header"]?["cluster_id"]),
        Number(status["header"]?["member_id"]),
        Number(status["leader"]),
        Long(status["raftTerm"]),
        Long(status["raftIndex"]),
        Long(status["raftAppliedIndex"]),
        status["version"]?.GetValue<string>() ?? "",
        [.. (status["errors"] as JsonArray ?? []).Select(error => error?.ToString() ?? "")]);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, AsItIs);

    private static string Number(JsonNode? node) => node?.ToString() ?? "0";

    private static long Long(JsonNode? node) => long.TryParse(node?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
