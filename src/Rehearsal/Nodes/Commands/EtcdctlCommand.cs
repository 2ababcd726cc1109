using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Etcd;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Tls;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>etcdctl of etcd 3.6, in its own JSON and its own words.</summary>
public sealed class EtcdctlCommand(SimulatedMachine machine)
{
    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal) { "prefix", "keys-only", "print-value-only", "count-only", "learner", "cluster", "from-key", "prev-kv", "hex", "debug", "interactive" };

    private Dictionary<string, string> options = new(StringComparer.Ordinal);
    private List<string> words = [];
    private string? input;

    public Task<CommandResult> Run(Invocation invocation)
    {
        var call = new EtcdctlCommand(machine) { input = invocation.Input };
        call.Read(invocation.Arguments);
        return Task.FromResult(call.Dispatch());
    }

    private bool IsJson => options.GetValueOrDefault("w", options.GetValueOrDefault("write-out", "simple")) == "json";

    private void Read(string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith('-') || arguments[i] == "-")
            {
                words.Add(arguments[i]);
                continue;
            }

            var bare = arguments[i].TrimStart('-');
            if (bare.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                options[bare[..at]] = bare[(at + 1)..];
            else
                options[bare] = Switches.Contains(bare) || i + 1 >= arguments.Length ? "true" : arguments[++i];
        }
    }

    private CommandResult Dispatch() => words switch
    {
        ["endpoint", "health", ..] => Health(),
        ["endpoint", "status", ..] => Status(),
        ["version", ..] => Ok("etcdctl version: 3.6.15\nAPI version: 3.6\n"),
        [] => Fail(1, "etcdctl: no command given"),
        _ => First() is var (member, fault) && member is null ? Unavailable(fault!) : OnMember(First().Member!),
    };

    private CommandResult OnMember(EtcdMember member)
    {
        if (words is ["move-leader", ..])
            return MoveLeader();
        if (!member.Serves)
            return Unavailable("context deadline exceeded");
        var data = new EtcdctlData(member, options, IsJson);
        return words switch
        {
            ["get", var key, ..] => data.Get(key),
            ["put", var key] => data.Put(key, input ?? string.Empty),
            ["put", var key, var value] => data.Put(key, value),
            ["del", var key, ..] => data.Delete(key),
            ["txn", ..] => data.Transact(input ?? string.Empty),
            ["alarm", "list"] or ["alarm", "disarm"] => Ok(IsJson ? EtcdctlData.Json(new JsonObject { ["header"] = EtcdctlData.Header(member) }) : string.Empty),
            ["snapshot", "save", var file] => Snapshot(member, file),
            ["defrag", ..] => Ok($"Finished defragmenting etcd member[{Endpoints()[0]}]\n"),
            ["compaction" or "compact", var revision, ..] => Ok($"compacted revision {revision}\n"),
            ["member", .. var rest] => new EtcdctlMembers(member, options, IsJson).Run([.. rest]),
            _ => Fail(1, $"Error: unknown command \"{string.Join(' ', words)}\" for \"etcdctl\""),
        };
    }

    private static CommandResult Unavailable(string fault) =>
        Fail(1, $"{{\"level\":\"warn\",\"logger\":\"etcd-client\",\"msg\":\"retrying of unary invoker failed\",\"error\":\"rpc error: code = DeadlineExceeded desc = latest balancer error: {fault.Replace("\"", "'", StringComparison.Ordinal)}\"}}\nError: context deadline exceeded");

    private List<Uri> Endpoints()
    {
        var given = options.GetValueOrDefault("endpoints", "127.0.0.1:2379").Split(',').Select(e => new Uri(e.Contains("://", StringComparison.Ordinal) ? e : "http://" + e)).ToList();
        if (options.ContainsKey("cluster") && given.Select(Connect).FirstOrDefault(c => c.Member?.Cluster is not null).Member is { Cluster: { } cluster })
            return [.. cluster.Register.Members.SelectMany(m => m.ClientUrls).Select(u => new Uri(u))];
        return given;
    }

    private (EtcdMember? Member, string? Fault) First()
    {
        var tries = Endpoints().Select(Connect).ToList();
        var served = tries.Find(t => t.Member is { Serves: true });
        return served.Member is not null ? served : tries.Find(t => t.Member is not null) is { Member: not null } any ? any : tries[0];
    }

    private (EtcdMember? Member, string? Fault) Connect(Uri endpoint)
    {
        if (machine.World.Network.Connect<EtcdMember>(machine, endpoint.Host, endpoint.Port) is not { } member)
            return (null, $"connection error: desc = \"transport: Error while dialing: dial tcp {endpoint.Authority}: connect: connection refused\"");
        var files = new DiskView(machine.Disk, null);
        var roots = options.GetValueOrDefault("cacert") is { } ca ? Trust.Pool(files.Need(ca), ca) : null;
        X509Certificate2? client = null;
        if (options.TryGetValue("cert", out var certificate))
            client = Trust.Pair(files, certificate, options.GetValueOrDefault("key") ?? throw new RefusalException("Error: KeyFile and CertFile must both be present"));
        return member.Refuses(endpoint, roots, client) is { } fault ? (null, $"connection error: desc = \"transport: authentication handshake failed: {fault}\"") : (member, null);
    }

    private CommandResult Health()
    {
        var rows = Endpoints().Select(e => (Endpoint: e.ToString().TrimEnd('/'), Is: Connect(e))).Select(r => (r.Endpoint, Healthy: r.Is.Member is { Serves: true }, Fault: r.Is.Fault ?? "context deadline exceeded")).ToList();
        var text = IsJson
            ? new JsonArray([.. rows.Select(r => r.Healthy
                ? new JsonObject { ["endpoint"] = r.Endpoint, ["health"] = true, ["took"] = "8.1ms" }
                : new JsonObject { ["endpoint"] = r.Endpoint, ["health"] = false, ["took"] = "5.0s", ["error"] = "context deadline exceeded" })]).ToJsonString() + "\n"
            : string.Concat(rows.Where(r => r.Healthy).Select(r => $"{r.Endpoint} is healthy: successfully committed proposal: took = 8.1ms\n"));
        var unwell = rows.Where(r => !r.Healthy).ToList();
        return unwell.Count == 0 ? Ok(text)
            : new CommandResult(1, text, string.Concat(unwell.Select(r => $"{r.Endpoint} is unhealthy: failed to commit proposal: {r.Fault}\n")) + "Error: unhealthy cluster\n");
    }

    private CommandResult Status()
    {
        var rows = Endpoints().Select(e => (Endpoint: e.ToString().TrimEnd('/'), Is: Connect(e))).ToList();
        var failed = rows.Where(r => r.Is.Member?.Cluster is null).ToList();
        var array = new JsonArray([.. rows.Except(failed).Select(r => new JsonObject { ["Endpoint"] = r.Endpoint, ["Status"] = EtcdctlData.Status(r.Is.Member!) })]);
        var text = IsJson ? array.ToJsonString() + "\n"
            : string.Concat(rows.Except(failed).Select(r => $"{r.Endpoint}, {r.Is.Member!.Id:x}, {r.Is.Member.Version}, 25 kB, {(r.Is.Member.Cluster!.Leader == r.Is.Member ? "true" : "false")}, false, {r.Is.Member.Cluster.Register.Term}, {r.Is.Member.Cluster.Keys.Revision}, {r.Is.Member.Cluster.Keys.Revision}, \n"));
        return new CommandResult(failed.Count > 0 ? 1 : 0, text, string.Concat(failed.Select(f => $"Failed to get the status of endpoint {f.Endpoint} ({f.Is.Fault ?? "context deadline exceeded"})\n")));
    }

    private CommandResult MoveLeader()
    {
        var members = Endpoints().Select(Connect).Select(c => c.Member).OfType<EtcdMember>().ToList();
        if (members.Find(m => m.Cluster?.Leader == m) is not { } leader)
            return Fail(1, $"Error: no leader endpoint given at [{string.Join(' ', Endpoints())}]");
        var wanted = Convert.ToUInt64(words[1], 16);
        if (leader.Cluster!.Running.FirstOrDefault(m => m.Id == wanted && leader.Reaches(m)) is not { } target)
            return Fail(1, "Error: etcdserver: bad leader transferee");
        leader.Cluster.MoveLeader(target);
        return Ok($"Leadership transferred from {leader.Id:x} to {target.Id:x}\n");
    }

    private CommandResult Snapshot(EtcdMember member, string file)
    {
        var text = new StringBuilder($"etcd-snapshot {member.Cluster!.Keys.Revision}\n");
        foreach (var key in member.Cluster.Keys.WithPrefix(string.Empty))
            text.Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(key.Key))).Append(' ').Append(Convert.ToBase64String(key.Value)).Append('\n');
        machine.Disk.WriteText(file, text.ToString(), "0600");
        return new CommandResult(0, $"Snapshot saved at {file}\nServer version {member.Version[..3]}.0\n", "{\"level\":\"info\",\"msg\":\"saved\"}\n");
    }
}
