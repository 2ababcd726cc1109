using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Masterplan.StandIns;

/// <summary>Stands in for the kubelet: refuses what it would, and runs the static pods' commands as units of systemd.</summary>
internal static class Kubelet
{
    private static readonly TimeSpan FileCheckFrequency = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var flags = Flags.Parse("kubelet", arguments);
        var config = Yaml.Read(Need(flags, "config"));
        CheckIdentity(Need(flags, "kubeconfig"), Need(flags, "hostname-override"));
        foreach (var name in new[] { "tlsCertFile", "tlsPrivateKeyFile" })
            NeedFile(Yaml.Text(config, name));
        NeedFile(Yaml.Text(config, "authentication", "x509", "clientCAFile"));
        var folder = Yaml.Text(config, "staticPodPath");
        var pods = new StaticPods(folder);
        using var changes = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
        while (true)
        {
            await pods.SyncAsync();
            changes.WaitForChanged(WatcherChangeTypes.All, FileCheckFrequency);
        }
    }

    private static string Need(IReadOnlyDictionary<string, string> flags, string name) =>
        flags.TryGetValue(name, out var value) ? value : throw new RefusalException($"failed to load kubelet: flag --{name} is not set");

    private static void NeedFile(string path)
    {
        if (!File.Exists(path))
            throw new RefusalException($"open {path}: no such file or directory");
    }

    /// <summary>The API server would take this node's certificate for this node only.</summary>
    private static void CheckIdentity(string kubeconfig, string node)
    {
        var user = (YamlMappingNode)((YamlSequenceNode)Yaml.Read(kubeconfig)["users"])[0]["user"];
        var pem = Encoding.ASCII.GetString(Convert.FromBase64String(Yaml.Text(user, "client-certificate-data")));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        if (name != $"system:node:{node}")
            throw new RefusalException($"nodes \"{node}\" is forbidden: node \"{name}\" is not allowed to modify node \"{node}\"");
    }
}
