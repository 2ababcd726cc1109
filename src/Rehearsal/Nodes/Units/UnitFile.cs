using Masterplan.Rehearsal.Nodes.Disks;

namespace Masterplan.Rehearsal.Nodes.Units;

/// <summary>A systemd unit with its drop-ins, as far as the simulation reads it.</summary>
public sealed class UnitFile
{
    private const string Folder = "/etc/systemd/system";

    private static readonly HashSet<string> Vendor = new(StringComparer.Ordinal)
    {
        "containerd.service", "docker.service", "locksmithd.service", "update-engine.service", "sshd.service", "sshd.socket", "systemd-networkd.service",
        "systemd-resolved.service", "systemd-timesyncd.service", "systemd-sysctl.service", "systemd-sysupdate.timer", "systemd-modules-load.service",
        "update-engine-stub.timer", "network-online.target", "network.target", "multi-user.target", "local-fs.target", "remote-fs.target", "nss-lookup.target",
        "time-sync.target", "basic.target", "systemd-journald.service", "flanneld.service", "etcd-member.service", "logrotate.timer",
    };

    private static readonly HashSet<string> VendorEnabled = new(StringComparer.Ordinal)
    {
        "containerd.service", "locksmithd.service", "update-engine.service", "sshd.service", "systemd-networkd.service", "systemd-resolved.service", "systemd-timesyncd.service",
    };

    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);

    public static bool IsMasked(Disk disk, string name) => disk.ReadLink($"{Folder}/{name}") == "/dev/null";

    public static bool IsEnabled(Disk disk, string name) => !IsMasked(disk, name) && (WantLinks(disk, name).Any() || VendorEnabled.Contains(name) && !disk.Exists($"{Folder}/{name}.vendor-disabled"));

    public static bool Exists(Disk disk, string name) => disk.IsFile($"{Folder}/{name}") || Vendor.Contains(name);

    public static IEnumerable<string> EnabledUnits(Disk disk) =>
        disk.List(Folder).Where(n => n.EndsWith(".wants", StringComparison.Ordinal) || n.EndsWith(".requires", StringComparison.Ordinal))
            .SelectMany(n => disk.List($"{Folder}/{n}")).Concat(VendorEnabled).Distinct().Where(n => IsEnabled(disk, n) && Exists(disk, n));

    public static IEnumerable<string> WantLinks(Disk disk, string name) =>
        disk.List(Folder).Where(n => n.EndsWith(".wants", StringComparison.Ordinal) || n.EndsWith(".requires", StringComparison.Ordinal))
            .Select(n => $"{Folder}/{n}/{name}").Where(p => disk.ReadLink(p) is not null);

    public static UnitFile Load(Disk disk, string name)
    {
        var unit = new UnitFile();
        unit.Read(disk.ReadText($"{Folder}/{name}") ?? Default(name));
        foreach (var dropin in disk.List($"{Folder}/{name}.d").Where(n => n.EndsWith(".conf", StringComparison.Ordinal)))
            unit.Read(disk.ReadText($"{Folder}/{name}.d/{dropin}") ?? string.Empty);
        return unit;
    }

    public IReadOnlyList<string> All(string key) => values.GetValueOrDefault(key) ?? [];

    public string? Last(string key) => All(key) is [.., var last] ? last : null;

    /// <summary>A span such as "5s", "1min 30s", "90"; "infinity" and "0" are none.</summary>
    public TimeSpan? Span(string key)
    {
        var text = Last(key);
        if (text is null or "infinity" or "0")
            return null;
        var total = TimeSpan.Zero;
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var number = double.Parse(new string([.. part.TakeWhile(c => char.IsDigit(c) || c == '.')]));
            total += part.TrimStart("0123456789.".ToCharArray()) switch
            {
                "ms" => TimeSpan.FromMilliseconds(number),
                "min" or "m" => TimeSpan.FromMinutes(number),
                "h" or "hour" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return total;
    }

    private static string Default(string name) => name switch
    {
        "containerd.service" => "[Service]\nType=notify\nExecStart=/usr/bin/containerd --config ${CONTAINERD_CONFIG}\nEnvironment=CONTAINERD_CONFIG=/usr/share/containerd/config.toml\nRestart=always\n",
        _ => "[Service]\nType=simple\nExecStart=/usr/lib/systemd/" + Path.GetFileNameWithoutExtension(name) + "\n",
    };

    private void Read(string text)
    {
        var section = string.Empty;
        foreach (var raw in text.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('['))
                section = line.Trim('[', ']');
            else if (line.Length > 0 && line[0] is not ('#' or ';') && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                Set(section, line[..at].Trim(), line[(at + 1)..].Trim());
        }
    }

    private void Set(string section, string key, string value)
    {
        if (section == "Install")
            key = "Install." + key;
        if (!values.TryGetValue(key, out var list))
            values[key] = list = [];
        if (value.Length == 0)
            list.Clear();
        else
            list.Add(value);
    }
}
