using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Etcd;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>The key commands of etcdctl, on one member.</summary>
public sealed partial class EtcdctlData(EtcdMember member, Dictionary<string, string> options, bool isJson)
{
    private Keyspace Keys => member.Cluster!.Keys;

    public static string Json(JsonObject value) => value.ToJsonString() + "\n";

    public static JsonObject Header(EtcdMember member) => new()
    {
        ["cluster_id"] = member.Cluster!.NumericId,
        ["member_id"] = member.Id,
        ["revision"] = member.Cluster.Keys.Revision,
        ["raft_term"] = member.Cluster.Register.Term,
    };

    public static JsonObject Status(EtcdMember member)
    {
        var cluster = member.Cluster!;
        var status = new JsonObject
        {
            ["header"] = Header(member),
            ["version"] = member.Version,
            ["dbSize"] = Math.Max(20480, cluster.Keys.Size),
            ["leader"] = member.Serves ? cluster.Leader?.Id ?? 0 : 0,
            ["raftIndex"] = cluster.Keys.Revision + 5,
            ["raftTerm"] = cluster.Register.Term,
            ["raftAppliedIndex"] = cluster.Keys.Revision + 5,
            ["dbSizeInUse"] = Math.Max(16384, cluster.Keys.Size / 2),
            ["storageVersion"] = member.Version[..(member.Version.LastIndexOf('.') + 1)] + "0",
            ["dbSizeQuota"] = 2147483648,
            ["downgradeInfo"] = new JsonObject(),
        };
        if (!member.Serves)
            status["errors"] = new JsonArray("etcdserver: no leader");
        if (cluster.Register.Members.Any(m => m.Id == member.Id && m.IsLearner))
            status["isLearner"] = true;
        return status;
    }

    public CommandResult Get(string key)
    {
        var found = Find(key);
        if (isJson)
        {
            var answer = new JsonObject { ["header"] = Header(member) };
            if (found.Count > 0)
            {
                answer["kvs"] = new JsonArray([.. found.Select(Kv)]);
                answer["count"] = found.Count;
            }

            return Ok(Json(answer));
        }

        return Ok(options.ContainsKey("count-only") ? found.Count + "\n" : string.Concat(found.Select(k =>
            options.ContainsKey("print-value-only") ? Encoding.UTF8.GetString(k.Value) + "\n"
            : options.ContainsKey("keys-only") ? k.Key + "\n\n" : $"{k.Key}\n{Encoding.UTF8.GetString(k.Value)}\n")));
    }

    public CommandResult Put(string key, string value)
    {
        Keys.Put(key, Encoding.UTF8.GetBytes(value));
        return Ok(isJson ? Json(new JsonObject { ["header"] = Header(member) }) : "OK\n");
    }

    public CommandResult Delete(string key)
    {
        var deleted = Find(key).Count(k => Keys.Delete(k.Key));
        return Ok(isJson ? Json(deleted > 0 ? new JsonObject { ["header"] = Header(member), ["deleted"] = deleted } : new JsonObject { ["header"] = Header(member) }) : deleted + "\n");
    }

    /// <summary>Compares, a blank line, what to do when they hold, a blank line, what to do when not.</summary>
    public CommandResult Transact(string script)
    {
        var parts = script.Replace("\r", string.Empty, StringComparison.Ordinal).Split("\n\n").Select(p => p.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        while (parts.Count < 3)
            parts.Add([]);
        return Keys.Transact(_ =>
        {
            var succeeded = parts[0].All(Holds);
            var results = (succeeded ? parts[1] : parts[2]).Select(l => Operate([.. Words(l)])).ToList();
            if (!isJson)
                return Ok((succeeded ? "SUCCESS\n\n" : "FAILURE\n\n") + string.Join('\n', results.Select(r => r.Text)));
            var answer = new JsonObject { ["header"] = Header(member) };
            if (succeeded)
                answer["succeeded"] = true;
            answer["responses"] = new JsonArray([.. results.Select(r => new JsonObject { ["Response"] = r.Json })]);
            return Ok(Json(answer));
        });
    }

    /// <summary>The words of a line as etcdctl splits it: in double quotes Go's escapes count, which for plain text are those of JSON (etcdctl/ctlv3/command/util.go, Argify).</summary>
    private static IEnumerable<string> Words(string line) => Word().Matches(line).Select(match => match.Value).Select(word =>
        word[0] == '"' ? JsonSerializer.Deserialize<string>(word)! : word[0] == '\'' ? word[1..^1] : word);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|'[^']*'|[^'"\s]\S*
        """)]
    private static partial Regex Word();

    private bool Holds(string line)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.IndexOf(')', StringComparison.Ordinal);
        var rest = line[(close + 1)..].Trim();
        var key = Keys.Get(line[(open + 1)..close].Trim().Trim('"', '\''));
        var wanted = rest[1..].Trim().Trim('"', '\'');
        if (line[..open].Trim() is "value" or "val")
            return Compare(string.CompareOrdinal(key is null ? null : Encoding.UTF8.GetString(key.Value), wanted), rest[0]);
        var actual = line[..open].Trim() switch
        {
            "version" or "ver" => key?.Version ?? 0,
            "mod" or "modified" or "mod_revision" => key?.ModRevision ?? 0,
            _ => key?.CreateRevision ?? 0,
        };
        return Compare(actual.CompareTo(long.Parse(wanted)), rest[0]);
    }

    private static bool Compare(int order, char sign) => sign switch { '<' => order < 0, '>' => order > 0, '!' => order != 0, _ => order == 0 };

    private (string Text, JsonObject Json) Operate(string[] words)
    {
        switch (words)
        {
            case ["put", var key, var value, ..]:
                Keys.Put(key, Encoding.UTF8.GetBytes(value));
                return ("OK\n", new JsonObject { ["response_put"] = new JsonObject { ["header"] = new JsonObject { ["revision"] = Keys.Revision } } });
            case ["del", var key, ..]:
                var deleted = Keys.Delete(key) ? 1 : 0;
                return (deleted + "\n", new JsonObject { ["response_delete_range"] = new JsonObject { ["header"] = new JsonObject { ["revision"] = Keys.Revision }, ["deleted"] = deleted } });
            default:
                var found = Keys.Get(words.ElementAtOrDefault(1) ?? string.Empty);
                var range = new JsonObject { ["header"] = new JsonObject { ["revision"] = Keys.Revision } };
                if (found is not null)
                    (range["kvs"], range["count"]) = (new JsonArray(Kv(found)), 1);
                return (found is null ? string.Empty : $"{found.Key}\n{Encoding.UTF8.GetString(found.Value)}\n", new JsonObject { ["response_range"] = range });
        }
    }

    private IReadOnlyList<KeyValue> Find(string key) =>
        options.ContainsKey("prefix") ? Keys.WithPrefix(key) : Keys.Get(key) is { } one ? [one] : [];

    private JsonObject Kv(KeyValue pair)
    {
        var kv = new JsonObject
        {
            ["key"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Key)),
            ["create_revision"] = pair.CreateRevision,
            ["mod_revision"] = pair.ModRevision,
            ["version"] = pair.Version,
        };
        if (!options.ContainsKey("keys-only"))
            kv["value"] = Convert.ToBase64String(pair.Value);
        return kv;
    }
}
