using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Http;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>A kubeconfig as a component on a node reads it.</summary>
public sealed class Kubeconfig
{
    private readonly Uri server;
    private readonly X509Certificate2Collection roots;
    private readonly X509Certificate2? client;

    public Kubeconfig(FileView files, string path)
    {
        var config = Yaml.Parse(files.NeedText(path)) as JsonObject ?? throw new RefusalException($"error loading config file \"{path}\": not an object");
        var context = config.Items("contexts").FirstOrDefault(c => c.Text("name") == config.Text("current-context"))?["context"]
            ?? throw new RefusalException($"invalid configuration: context was not found for specified context: {config.Text("current-context")}");
        var cluster = config.Items("clusters").FirstOrDefault(c => c.Text("name") == context.Text("cluster"))?["cluster"] ?? throw new RefusalException("invalid configuration: no cluster is set");
        var user = config.Items("users").FirstOrDefault(u => u.Text("name") == context.Text("user"))?["user"];
        server = Uri.TryCreate(cluster.Text("server"), UriKind.Absolute, out var url) ? url : throw new RefusalException("invalid configuration: no server found for cluster");
        roots = Trust.Pool(Encoding.UTF8.GetBytes(Pem(files, path, cluster, "certificate-authority") ?? throw new RefusalException("invalid configuration: no certificate authority")), path);
        var certificate = Pem(files, path, user, "client-certificate");
        client = certificate is null ? null : Trust.Pair(certificate, Pem(files, path, user, "client-key") ?? throw new RefusalException("tls: private key missing for client certificate"));
    }

    public Uri Server => server;

    /// <summary>Whom the API server's certificate must come from.</summary>
    public X509Certificate2Collection Roots => roots;

    /// <summary>The certificate to be shown to the API server.</summary>
    public X509Certificate2? Client => client;

    /// <summary>The API server as reached from a machine, and whom it takes us for; or why not.</summary>
    public (ApiServer? Server, UserInfo? User, string? Fault) Connect(SimulatedMachine from)
    {
        if (from.World.Network.Connect<ApiServer>(from, server.Host, server.Port) is not { } api)
            return (null, null, $"dial tcp {server.Authority}: connect: connection refused");
        if (!api.HasStorage)
            return (null, null, "the server is currently unable to handle the request");
        var (user, fault) = api.Greet(server.Host, roots, client);
        return user is null ? (null, null, fault) : (api, user, null);
    }

    private static string? Pem(FileView files, string path, JsonNode? node, string name)
    {
        if (node.Text(name + "-data") is { } data)
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        if (node.Text(name) is not { } file)
            return null;
        var full = Path.GetFullPath(file, Path.GetDirectoryName(path)!);
        return name.EndsWith("key", StringComparison.Ordinal) ? files.NeedKey(full) : files.NeedText(full);
    }
}
