using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>What an API server was started with, checked as it checks it.</summary>
public sealed class ApiServerOptions
{
    private static readonly string[] FilesThatMustBe =
    [
        "audit-policy-file", "encryption-provider-config", "admission-control-config-file", "authorization-config", "kubelet-certificate-authority", "requestheader-client-ca-file", "egress-selector-config-file", "tracing-config-file",
    ];

    private readonly ProgramFlags flags;

    public ApiServerOptions(ProgramStart start)
    {
        flags = ProgramFlags.Parse(start);
        var files = start.Files;
        Port = int.Parse(flags["secure-port"] ?? "6443");
        flags.Need("etcd-servers");
        ServiceRange = flags.Need("service-cluster-ip-range");
        Issuer = flags.Items("service-account-issuer").FirstOrDefault() ?? throw new RefusalException("Error: service-account-issuer is a required flag");
        Certificate = Trust.Pair(files, flags.Need("tls-cert-file"), flags.Need("tls-private-key-file"));
        var clientCa = flags["client-ca-file"];
        var roots = clientCa is null ? null : Trust.Pool(files.Need(clientCa), clientCa);
        if (flags["etcd-cafile"] is { } etcdCa)
            EtcdRoots = Trust.Pool(files.Need(etcdCa), etcdCa);
        if (flags["etcd-certfile"] is { } etcdCertificate)
            EtcdClient = Trust.Pair(files, etcdCertificate, flags.Need("etcd-keyfile"));
        Pair(files, "kubelet-client-certificate", "kubelet-client-key");
        Pair(files, "proxy-client-cert-file", "proxy-client-key-file");
        foreach (var name in FilesThatMustBe.Where(n => flags[n] is not null))
            files.Need(flags[name]!);
        CheckEncryption(files);
        var keys = flags.All("service-account-key-file").Select(k => ServiceAccountTokens.ReadKey(files.NeedText(k)) ?? throw new RefusalException($"Error: could not parse public keys from {k}")).ToList();
        TokenSigner = ServiceAccountTokens.ReadKey(files.NeedKey(flags["service-account-signing-key-file"] ?? throw new RefusalException("Error: service-account-signing-key-file is a required flag")))
            ?? throw new RefusalException("Error: failed to parse service-account-signing-key-file");
        Authenticator = new Authenticator(roots, keys.Count > 0 ? keys : [TokenSigner], AnonymousRule(files), start.Clock);
        var modes = flags["authorization-config"] is not null ? ["RBAC"] : flags.Items("authorization-mode").ToList();
        if (modes.Find(m => m is not ("Node" or "RBAC" or "Webhook" or "AlwaysAllow" or "AlwaysDeny" or "ABAC")) is { } unknown)
            throw new RefusalException($"Error: authorization-mode: \"{unknown}\" is not a valid mode");
        Authorizes = modes.Contains("RBAC");
    }

    public int Port { get; }

    public string ServiceRange { get; }

    /// <summary>The address at which other members of the cluster find it.</summary>
    public string AdvertiseAddress => flags["advertise-address"] ?? "127.0.0.1";

    public string Issuer { get; }

    public X509Certificate2 Certificate { get; }

    public Authenticator Authenticator { get; }

    public AsymmetricAlgorithm TokenSigner { get; }

    public bool Authorizes { get; }

    public IReadOnlyList<Uri> EtcdServers => [.. flags.Items("etcd-servers").Select(url => new Uri(url))];

    public X509Certificate2Collection? EtcdRoots { get; }

    public X509Certificate2? EtcdClient { get; }

    private void Pair(FileView files, string certificate, string key)
    {
        if (flags[certificate] is { } path)
            Trust.Pair(files, path, flags.Need(key)).Dispose();
    }

    private Func<string, bool> AnonymousRule(FileView files)
    {
        if (flags["authentication-config"] is not { } path)
            return _ => flags.Is("anonymous-auth", fallback: true);
        if (flags["anonymous-auth"] is not null)
            throw new RefusalException("Error: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file");
        var config = Yaml.Parse(files.NeedText(path)) as JsonObject;
        if (config.Text("kind") != "AuthenticationConfiguration")
            throw new RefusalException($"Error: failed to load authentication configuration from file \"{path}\": no kind \"{config.Text("kind")}\" is registered");
        var anonymous = config.At("anonymous");
        var paths = anonymous.Items("conditions").Select(c => c.Text("path")).ToList();
        return p => anonymous.Flag("enabled") && (paths.Count == 0 || paths.Contains(p));
    }

    private void CheckEncryption(FileView files)
    {
        if (flags["encryption-provider-config"] is not { } path)
            return;
        var config = Yaml.Parse(files.NeedKey(path)) as JsonObject;
        if (config.Text("kind") != "EncryptionConfiguration" || !config.Items("resources").Any())
            throw new RefusalException($"Error: error while parsing encryption provider configuration file \"{path}\"");
        var keys = config.Items("resources").SelectMany(r => r.Items("providers")).SelectMany(p => p.Items("secretbox", "keys").Concat(p.Items("aesgcm", "keys")).Concat(p.Items("aescbc", "keys")));
        foreach (var secret in keys.Select(k => k.Text("secret") ?? string.Empty))
        {
            if (!Convert.TryFromBase64String(secret, new byte[secret.Length], out var length) || length is not (16 or 24 or 32))
                throw new RefusalException("Error: resources[0].providers[0].keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length");
        }
    }
}
