using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>What an etcd member was started with, checked as etcd checks it.</summary>
public sealed class EtcdOptions
{
    private readonly ProgramFlags flags;
    private readonly FileView files;

    public EtcdOptions(ProcessContext context)
    {
        flags = ProgramFlags.Parse(context, "ETCD_");
        files = context.Files;
        Name = flags["name"] ?? "default";
        DataDir = flags["data-dir"] ?? $"/var/lib/{Name}.etcd";
        PeerUrls = Urls("listen-peer-urls", "http://localhost:2380");
        ClientUrls = Urls("listen-client-urls", "http://localhost:2379");
        MetricsUrls = flags["listen-metrics-urls"] is null ? [] : Urls("listen-metrics-urls", string.Empty);
        AdvertisedPeer = flags["initial-advertise-peer-urls"] ?? "http://localhost:2380";
        if (flags["advertise-client-urls"] is null && flags["listen-client-urls"] is not null)
            throw new RefusalException("error verifying flags, --advertise-client-urls is required when --listen-client-urls is set explicitly. See 'etcd --help'.");
        AdvertisedClients = (flags["advertise-client-urls"] ?? "http://localhost:2379").Split(',');
        Token = flags["initial-cluster-token"] ?? "etcd-cluster";
        State = flags["initial-cluster-state"] ?? "new";
        InitialCluster = (flags["initial-cluster"] ?? $"{Name}={AdvertisedPeer}").Split(',').Select(m => m.Split('=', 2)).Where(m => m.Length == 2).ToDictionary(m => m[0].Trim(), m => m[1].Trim(), StringComparer.Ordinal);
    }

    public string Name { get; }

    public string DataDir { get; }

    public IReadOnlyList<Uri> PeerUrls { get; }

    public IReadOnlyList<Uri> ClientUrls { get; }

    public IReadOnlyList<Uri> MetricsUrls { get; }

    public string AdvertisedPeer { get; }

    public IReadOnlyList<string> AdvertisedClients { get; }

    public string Token { get; }

    public string State { get; }

    public Dictionary<string, string> InitialCluster { get; }

    public bool ClientAuth => flags.Is("client-cert-auth");

    public bool PeerAuth => flags.Is("peer-client-cert-auth");

    public X509Certificate2? Certificate { get; private set; }

    public X509Certificate2Collection? ClientRoots { get; private set; }

    public X509Certificate2? PeerCertificate { get; private set; }

    public X509Certificate2Collection? PeerRoots { get; private set; }

    public void LoadCertificates()
    {
        (Certificate, ClientRoots) = Load(ClientUrls, string.Empty, ClientAuth);
        (PeerCertificate, PeerRoots) = Load(PeerUrls, "peer-", PeerAuth);
    }

    public void CheckName()
    {
        if (InitialCluster.TryGetValue(Name, out var peer) is false)
            throw new RefusalException($"couldn't find local name \"{Name}\" in the initial cluster configuration");
        if (peer != AdvertisedPeer)
            throw new RefusalException($"--initial-cluster has {Name}={peer} but missing from --initial-advertise-peer-urls={AdvertisedPeer} (len([\"{AdvertisedPeer}\"]) != len([\"{peer}\"]))");
        if (State is not ("new" or "existing"))
            throw new RefusalException($"invalid value \"{State}\" for flag -initial-cluster-state: invalid value \"{State}\"", 2);
    }

    private (X509Certificate2? Certificate, X509Certificate2Collection? Roots) Load(IReadOnlyList<Uri> urls, string prefix, bool authenticates)
    {
        if (urls.All(u => u.Scheme == "http"))
            return (null, null);
        var certificate = flags[prefix + "cert-file"] ?? throw new RefusalException($"cannot listen on TLS for {urls[0].Authority}: KeyFile and CertFile are not presented");
        var key = flags[prefix + "key-file"] ?? throw new RefusalException($"cannot listen on TLS for {urls[0].Authority}: KeyFile and CertFile are not presented");
        var roots = flags[prefix + "trusted-ca-file"];
        return (Trust.Pair(files, certificate, key), roots is null ? null : Trust.Pool(files.Need(roots), roots));
    }

    private IReadOnlyList<Uri> Urls(string flag, string fallback) =>
        [.. (flags[flag] ?? fallback).Split(',').Select(u => Uri.TryCreate(u.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new Uri(u.Trim())
            : throw new RefusalException($"invalid value \"{u}\" for flag -{flag}: URL scheme must be http, https, unix, or unixs: {u}", 2))];
}
