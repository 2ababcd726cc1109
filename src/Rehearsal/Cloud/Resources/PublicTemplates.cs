using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Templates that everyone has.</summary>
internal static class PublicTemplates
{
    private static readonly DateTimeOffset Created = new(2026, 8, 3, 9, 0, 0, TimeSpan.Zero);

    internal static IReadOnlyList<TemplateRecord> All { get; } =
    [
        Of("Linux Debian 12 (Bookworm) 64-bit", "linux debian", "12", "debian"),
        Of("Linux Debian 13 (Trixie) 64-bit", "linux debian", "13", "debian"),
        Of("Linux Ubuntu 22.04 LTS 64-bit", "linux ubuntu", "22.04", "ubuntu"),
        Of("Linux Ubuntu 24.04 LTS 64-bit", "linux ubuntu", "24.04", "ubuntu"),
        Of("Linux Rocky Linux 9 64-bit", "linux rocky", "9", "rockylinux"),
        Of("Linux Fedora CoreOS 42 64-bit", "linux fedora", "42", "core"),
    ];

    private static TemplateRecord Of(string name, string family, string version, string user) => new(StableId.Of(name), name, "public", Created)
    {
        Description = name,
        Family = family,
        Version = version,
        Build = "2026-08-03",
        Maintainer = "Exoscale",
        DefaultUser = user,
        BootMode = "uefi",
        Checksum = StableId.Of($"{name} image").ToString("N"),
    };
}
