using System.Text;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Etcd;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>Looks at snapshots, and makes a new cluster of one.</summary>
public sealed class EtcdutlCommand(SimulatedMachine machine)
{
    public Task<CommandResult> Run(Invocation invocation) => Task.FromResult(invocation.Arguments switch
    {
        ["snapshot", "status", var file, ..] => Status(file, invocation),
        ["snapshot", "restore", var file, .. var rest] => Restore(file, rest),
        _ => Fail(1, "Error: unknown command for \"etcdutl\""),
    });

    private CommandResult Status(string file, Invocation invocation)
    {
        var lines = Lines(file);
        var hash = System.IO.Hashing.Crc32.HashToUInt32(machine.Disk.Read(file) ?? []);
        var revision = lines[0].Split(' ')[1];
        return Ok(invocation.Arguments.Contains("json")
            ? $"{{\"hash\":{hash},\"revision\":{revision},\"totalKey\":{lines.Length - 1},\"totalSize\":{machine.Disk.Read(file)!.Length},\"version\":\"3.6.0\"}}\n"
            : $"{hash:x}, {revision}, {lines.Length - 1}, {machine.Disk.Read(file)!.Length} B, 3.6.0\n");
    }

    private CommandResult Restore(string file, string[] rest)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < rest.Length; i++)
        {
            var bare = rest[i].TrimStart('-').Split('=', 2);
            options[bare[0]] = bare.Length == 2 ? bare[1] : i + 1 < rest.Length && !rest[i + 1].StartsWith('-') ? rest[++i] : "true";
        }

        var folder = options.GetValueOrDefault("data-dir") ?? "/default.etcd";
        if (machine.Disk.Exists($"{folder}/member"))
            return Fail(1, $"Error: data-dir \"{folder}\" not empty or could not be read");
        var lines = Lines(file);
        var token = options.GetValueOrDefault("initial-cluster-token", "etcd-cluster");
        var initial = options.GetValueOrDefault("initial-cluster", "default=http://localhost:2380");
        var seed = System.Security.Cryptography.SHA256.HashData([.. Encoding.UTF8.GetBytes($"{token} {initial} "), .. machine.Disk.Read(file)!]);
        var cluster = machine.World.Etcds.Open(new Guid(seed.AsSpan(0, 16)));
        // Members restore side by side, and come to the same cluster.
        cluster.Keys.Transact(_ =>
        {
            if (cluster.Register.Members.Count == 0)
                Fill(cluster, lines, token, initial, long.Parse(options.GetValueOrDefault("bump-revision", "0")));
            return true;
        });
        EtcdNetwork.Mark(machine, folder, cluster.Id);
        return new CommandResult(0, string.Empty, "{\"level\":\"info\",\"msg\":\"restored snapshot\"}\n");
    }

    private static void Fill(EtcdCluster cluster, string[] lines, string token, string initial, long bump)
    {
        cluster.Keys.GoOnAt(long.Parse(lines[0].Split(' ')[1]) + bump);
        foreach (var pair in lines.Skip(1).Select(l => l.Split(' ')))
            cluster.Keys.Put(Encoding.UTF8.GetString(Convert.FromBase64String(pair[0])), Convert.FromBase64String(pair[1]));
        cluster.Save(r => r.Members = [.. initial.Split(',').Select(m => m.Split('=', 2)).Select(m => new EtcdCluster.Slot { Id = EtcdNetwork.IdOf(m[1], token), Name = m[0], PeerUrl = m[1] })]);
    }

    private string[] Lines(string file)
    {
        var lines = (machine.Disk.ReadText(file) ?? throw new IOException($"open {file}: no such file or directory")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 0 && lines[0].StartsWith("etcd-snapshot ", StringComparison.Ordinal) ? lines : throw new IOException("snapshot file integrity check failed");
    }
}
