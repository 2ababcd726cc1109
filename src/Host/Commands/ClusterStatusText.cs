using Masterplan.Host.Clusters;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary>Tells on a terminal how a cluster is.</summary>
internal static class ClusterStatusText
{
    public static void Write(ClusterStatus status)
    {
        Console.WriteLine($"Cluster '{status.Cluster}', Kubernetes {status.Version}, API {(status.ElasticIp is null ? "has no address yet" : $"at {status.ElasticIp}")}{(status.ApiServer is null ? ", no API server answers" : "")}");
        var table = new Table().Border(TableBorder.None).AddColumns("NODE", "ROLE", "ADDRESS", "KUBELET", "STATE");
        foreach (var node in status.Nodes)
            table.AddRow(node.Name, node.Role, node.Address ?? "", node.Kubernetes, Markup.Escape(node.State));
        AnsiConsole.Write(table);
        foreach (var etcd in status.Etcd)
            Console.WriteLine($"{etcd.Id}-etcd: {etcd.Summary}.");
        if (status.CertificateDays is { } days)
            Console.WriteLine(CertificateLife.Advise(status.Cluster, days));
        Console.WriteLine($"Backups: {status.Backup.Tell()}.{(status.Backup.Last is null || status.Backup.IsLate ? $" Take one with: ./masterplan backup {status.Cluster}" : "")}");
        if (status.DisruptionLock is { } holding)
            Console.WriteLine($"Disruption lock: held by run {holding.Owner} for {holding.Purpose}.");
        Console.WriteLine(status.Run is not { } run
            ? "No run is under way."
            : $"Under way: {run.Definition} {run.Id}{(run.Incidents > 0 ? $", with {run.Incidents} open incidents" : "")}. `masterplan runs show {run.Id}` tells more.");
    }
}
