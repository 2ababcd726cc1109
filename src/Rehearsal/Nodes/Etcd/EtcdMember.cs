using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>A running etcd process.</summary>
public sealed class EtcdMember(SimulatedMachine machine, EtcdOptions options, string version, string dataFolder, bool isRestored)
{
    public SimulatedMachine Machine => machine;

    public EtcdOptions Options => options;

    public string Version => version;

    /// <summary>Where on the machine's disk the data lies, outside of any container.</summary>
    public string DataFolder => dataFolder;

    public bool IsRestored => isRestored;

    public string Name => options.Name;

    public string PeerUrl => options.AdvertisedPeer;

    public EtcdCluster? Cluster { get; set; }

    public ulong Id { get; set; }

    /// <summary>Whether reads and writes through this member go through now.</summary>
    public bool Serves => Cluster is { } cluster && cluster.Leader is { } leader && cluster.Running.Contains(this) && (leader == this || leader.Reaches(this));

    /// <summary>Whether two members trust each other's peer certificates.</summary>
    public bool Reaches(EtcdMember other) => this == other || (WhyNot(other) is null && other.WhyNot(this) is null);

    /// <summary>Why this member's connection to another's peer port fails.</summary>
    public string? WhyNot(EtcdMember other)
    {
        var url = new Uri(other.PeerUrl);
        if (url.Scheme == "http" || other.Options.PeerCertificate is not { } theirs)
            return null;
        if (options.PeerRoots is null || options.PeerCertificate is not { } ours)
            return "x509: certificate signed by unknown authority";
        return Trust.VerifyServer(theirs, options.PeerRoots, url.Host, machine.World.Now)
            ?? (other.Options is { PeerAuth: true, PeerRoots: { } roots } ? Trust.VerifyClient(ours, roots, machine.World.Now) : null);
    }

    /// <summary>Why a client's connection fails; null when it is let in.</summary>
    public string? Refuses(Uri endpoint, X509Certificate2Collection? roots, X509Certificate2? client)
    {
        if (options.Certificate is not { } server)
            return endpoint.Scheme == "http" ? null : "tls: first record does not look like a TLS handshake";
        if (endpoint.Scheme == "http")
            return "error reading server preface: EOF";
        if (roots is null)
            return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
        if (Trust.VerifyServer(server, roots, endpoint.Host, machine.World.Now) is { } fault)
            return fault;
        if (!options.ClientAuth || options.ClientRoots is null)
            return null;
        return client is null ? "remote error: tls: certificate required" : Trust.VerifyClient(client, options.ClientRoots, machine.World.Now);
    }
}
