using System.Text;
using System.Text.RegularExpressions;

namespace Masterplan.Rehearsal.Nodes.Disks;

/// <summary>Downloads: there is no network, so a binary is one line that names its program and version, and the declared hash is taken as given.</summary>
public sealed partial class Artifacts(Disk disk)
{
    private static readonly Dictionary<string, string[]> ArchiveMembers = new(StringComparer.Ordinal)
    {
        ["etcd"] = ["etcd", "etcdctl", "etcdutl"],
        ["cni-plugins"] = ["bandwidth", "bridge", "dhcp", "dummy", "firewall", "host-device", "host-local", "ipvlan", "loopback", "macvlan", "portmap", "ptp", "sbr", "static", "tap", "tuning", "vlan", "vrf"],
        ["cni-plugin-flannel"] = ["flannel-amd64"],
        ["flannel"] = ["flanneld", "mk-docker-opts.sh"],
        ["crictl"] = ["crictl"],
        ["containerd"] = ["bin/containerd", "bin/ctr"],
    };

    public bool Fetch(string url, string sha512, string path, string mode)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"curl: (1) Protocol of '{url}' not supported");
        if (!Sha512().IsMatch(sha512))
            throw new ArgumentException($"sha512sum: '{sha512}' is not a SHA-512 in hexadecimal");
        if (disk.IsFile(path) && disk.Entry(path).Sha512 == sha512)
        {
            if (disk.Entry(path).Mode != mode)
                disk.SetEntry(path, e => e with { Mode = mode });
            return false;
        }

        Put(url, path, mode, sha512);
        return true;
    }

    public void Put(string url, string path, string mode, string? sha512) =>
        disk.Write(path, Encoding.UTF8.GetBytes($"simulated {Path.GetFileName(path)} {VersionIn(url)} {url}\n"), mode, sha512: sha512);

    /// <summary>The version of the binary at a path; null when there is none, or it is no fetched binary.</summary>
    public string? VersionOf(string path) =>
        disk.ReadText(path)?.Split(' ') is ["simulated", _, var version, ..] ? version.Trim() : null;

    /// <summary>Unpacks an archive that was fetched.</summary>
    public string? Unpack(string archive, string folder, int strip, IReadOnlyCollection<string> wanted)
    {
        if (disk.ReadText(archive)?.Split(' ') is not ["simulated", _, var version, var url])
            return $"tar: {archive}: Cannot open: No such file or directory";
        var file = Path.GetFileName(url.Trim());
        var kind = ArchiveMembers.Keys.Where(k => file.StartsWith(k, StringComparison.Ordinal)).MaxBy(k => k.Length);
        if (kind is null)
            return $"tar: {archive}: This does not look like a tar archive";
        var names = ArchiveMembers[kind].Where(m => wanted.Count == 0 || wanted.Any(w => Path.GetFileName(w) == Path.GetFileName(m))).ToList();
        foreach (var name in names)
        {
            var inner = kind == "etcd" && strip == 0 ? $"etcd-v{version}-linux-amd64/{name}" : Path.GetFileName(name);
            disk.Write($"{folder}/{inner}", Encoding.UTF8.GetBytes($"simulated {Path.GetFileName(name)} {version} {url}"), "0755");
        }

        return wanted.Count > names.Count ? $"tar: {string.Join(' ', wanted)}: Not found in archive" : null;
    }

    private static string VersionIn(string url) => Version().Match(url) is { Success: true } match ? match.Groups[1].Value : "0.0.0";

    [GeneratedRegex(@"v?(\d+\.\d+\.\d+(-[a-z]+\.?\d+)?)")]
    private static partial Regex Version();

    [GeneratedRegex("^[0-9a-f]{128}$")]
    private static partial Regex Sha512();
}
