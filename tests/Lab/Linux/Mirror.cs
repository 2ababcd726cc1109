using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Artifacts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Masterplan.Lab.Linux;

/// <summary>The mirror that nodes download their binaries from, as the spec's <c>artifacts.mirror</c> names it: upstream's addresses, Debian's programs.</summary>
internal sealed class Mirror : IAsyncDisposable
{
    private const int Port = 8080;

    // Debian's etcd is 3.5: two flags that are settled in 3.6 are experimental there.
    private const string EtcdOfDebian = """
        #!/bin/bash
        arguments=()
        for argument in "$@"; do
          case $argument in
            --feature-gates=InitialCorruptCheck=*) arguments+=("--experimental-initial-corrupt-check=${argument##*=}") ;;
            --watch-progress-notify-interval=*) arguments+=("--experimental-${argument#--}") ;;
            *) arguments+=("$argument") ;;
          esac
        done
        exec /usr/lib/etcd/etcd "${arguments[@]}"

        """;

    // It hands the node's subnet to the bridge plugin, which answers for it.
    private const string FlannelPlugin = """
        #!/bin/sh
        cat > /dev/null
        . /run/flannel/subnet.env || exit 1
        exec /opt/cni/bin/bridge <<END
        {"cniVersion": "1.0.0", "name": "cbr0", "type": "bridge", "bridge": "cni0", "mtu": $FLANNEL_MTU, "hairpinMode": true, "isGateway": true, "isDefaultGateway": true,
         "ipam": {"type": "host-local", "subnet": "${FLANNEL_SUBNET%.1/*}.0/${FLANNEL_SUBNET#*/}"}}
        END

        """;

    private readonly WebApplication app;
    private readonly Dictionary<string, byte[]> files;

    private Mirror(WebApplication app, Dictionary<string, byte[]> files) => (this.app, this.files) = (app, files);

    public static string Address => $"http://{Switch.Address}:{Port}";

    /// <summary>SHA-512 of each artifact by upstream address.</summary>
    public IReadOnlyDictionary<string, string> Checksums => files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA512.HashData(file.Value)));

    public static async Task<Mirror> StartAsync(ClusterSpec spec, KubernetesVersion version, BaseImage image, params KubernetesVersion[] upgrades)
    {
        var files = new Dictionary<string, byte[]>
        {
            [NodeArtifacts.EtcdUrl(spec)] = Archive(
                [.. NodeArtifacts.EtcdPrograms.Select(program => ($"{NodeArtifacts.EtcdFolder(spec)}/{program}", program == "etcd" ? Encoding.UTF8.GetBytes(EtcdOfDebian) : File.ReadAllBytes($"{image.Etcd}/{program}")))]),
            [NodeArtifacts.CniPluginsUrl(spec)] = Archive([.. NodeArtifacts.CniPlugins.Select(plugin => ($"./{plugin}", File.ReadAllBytes($"{image.Disk}/usr/lib/cni/{plugin}")))]),
        };
        foreach (var served in upgrades.Prepend(version))
            files[NodeArtifacts.KubeletUrl(served)] = StandIns.Program("kubelet", served.ToString());
        files[NodeArtifacts.FlanneldUrl(spec)] = StandIns.Program("flanneld", spec.Network.FlannelVersion);
        files[NodeArtifacts.FlannelCniPluginUrl(spec)] = StandIns.Real("flannel") ?? Encoding.UTF8.GetBytes(FlannelPlugin);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(Switch.Address), Port));
        var app = builder.Build();
        var mirror = new Mirror(app, files);
        app.Run(mirror.AnswerAsync);
        await app.StartAsync();
        return mirror;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (files.TryGetValue($"https:/{context.Request.Path}", out var bytes))
            return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static byte[] Archive(IReadOnlyList<(string Name, byte[] Content)> entries)
    {
        using var buffer = new MemoryStream();
        using (var compressed = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(compressed))
        {
            foreach (var (name, content) in entries)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content), Mode = (UnixFileMode)Convert.ToInt32("755", 8) });
        }

        return buffer.ToArray();
    }
}
