using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>What a spec must hold to be built, as far as it can be told without asking the cloud.</summary>
public static partial class ClusterSpecRules
{
    /// <summary>The Kubernetes minors that are built and tested.</summary>
    public static readonly IReadOnlyList<int> Minors = [35, 36, 37];

    public static IEnumerable<ConfigurationFault> Check(ClusterSpec spec) =>
        [.. Names(spec), .. Pools(spec), .. Versions(spec), .. PartVersions(spec), .. Networks(spec), .. Ports(spec), .. Texts(spec), .. Windows(spec), .. Backups(spec)];

    private static IEnumerable<ConfigurationFault> Names(ClusterSpec spec)
    {
        if (!NamePattern().IsMatch(spec.Name))
            yield return new("name", $"'{spec.Name}' cannot be a cluster's name: use 1 to 40 lower-case letters, digits and dashes, starting with a letter and not ending with a dash (the cloud refuses '_').");
        if (!NamePattern().IsMatch(spec.Zone))
            yield return new("zone", $"'{spec.Zone}' is not a zone's name; one is ch-gva-2.");
        if (!DnsNamePattern().IsMatch(spec.Kubernetes.ClusterDomain))
            yield return new("kubernetes.clusterDomain", $"'{spec.Kubernetes.ClusterDomain}' is not a DNS domain; one is cluster.local.");
        if (spec.Kubernetes.EndpointName.Length > 0 && !DnsNamePattern().IsMatch(spec.Kubernetes.EndpointName))
            yield return new("kubernetes.endpointName", $"'{spec.Kubernetes.EndpointName}' is not a DNS name; write it as api.example.org, without port.");
    }

    private static IEnumerable<ConfigurationFault> Pools(ClusterSpec spec)
    {
        if (spec.Masters.Count is not (1 or 3 or 5))
            yield return new("masters.count", $"{spec.Masters.Count} masters cannot be: etcd needs an odd number for its majority; use 1, 3 or 5.");
        if (spec.Workers.Count is < 0 or > 1000)
            yield return new("workers.count", $"{spec.Workers.Count} workers cannot be; use 0 to 1000.");
        foreach (var (path, pool) in new[] { ("masters", spec.Masters), ("workers", spec.Workers) })
        {
            if (pool.DiskGib is < 10 or > 51200)
                yield return new($"{path}.diskGib", $"{pool.DiskGib} GiB cannot be; the cloud takes 10 to 51200.");
            if (!InstanceTypePattern().IsMatch(pool.InstanceType))
                yield return new($"{path}.instanceType", $"'{pool.InstanceType}' is not an instance type; one is standard.medium.");
        }
    }

    private static IEnumerable<ConfigurationFault> Versions(ClusterSpec spec)
    {
        if (!KubernetesVersion.TryParse(spec.Kubernetes.Version, out var kubernetes))
            yield return new("kubernetes.version", $"'{spec.Kubernetes.Version}' is not a version; write it as v1.36.5.");
        else if (kubernetes.Major != 1 || !Minors.Contains(kubernetes.Minor))
            yield return new("kubernetes.version", $"{kubernetes} is not supported; use v1.{Minors[0]}.x to v1.{Minors[^1]}.x.");
        if (!KubernetesVersion.TryParse(spec.Etcd.Version, out var etcd))
            yield return new("etcd.version", $"'{spec.Etcd.Version}' is not a version; write it as v3.6.15.");
        else if (etcd.Major != 3 || etcd.Minor is not (6 or 7))
            yield return new("etcd.version", $"{etcd} is not supported; use v3.6.x, or v3.7.x with Kubernetes 1.37.");
        else if (etcd.Minor == 7 && kubernetes.Minor < 37)
            yield return new("etcd.version", $"{etcd} needs Kubernetes 1.37; this cluster has {spec.Kubernetes.Version}.");
    }

    /// <summary>They go into addresses and names, so nothing but a version may stand there.</summary>
    private static IEnumerable<ConfigurationFault> PartVersions(ClusterSpec spec)
    {
        foreach (var (path, version, example) in new[]
        {
            ("network.flannelVersion", spec.Network.FlannelVersion, "v0.28.10"),
            ("network.cniPluginsVersion", spec.Network.CniPluginsVersion, "v1.9.1"),
            ("network.flannelCniPluginVersion", spec.Network.FlannelCniPluginVersion, "v1.9.1-flannel3"),
        })
        {
            if (!PartVersionPattern().IsMatch(version))
                yield return new(path, $"'{version}' is not a version; write it as {example}.");
        }

        if (!OperatingSystemVersionPattern().IsMatch(spec.OperatingSystem.Version))
            yield return new("operatingSystem.version", $"'{spec.OperatingSystem.Version}' is not a version; write it as 4757.2.1.");
    }

    private static IEnumerable<ConfigurationFault> Networks(ClusterSpec spec)
    {
        var single = new[] { ("network.podCidr", spec.Network.PodCidr), ("kubernetes.serviceCidr", spec.Kubernetes.ServiceCidr) };
        var all = single
            .Concat(Listed("access.operatorCidrs", spec.Access.OperatorCidrs))
            .Concat(Listed("access.apiCidrs", spec.Access.ApiCidrs))
            .Concat(Listed("access.ingressCidrs", spec.Access.IngressCidrs))
            .ToList();
        foreach (var (path, text) in all.Where(item => !TryParse(item.Item2, out _)))
            yield return new(path, $"'{text}' is not an IPv4 network; write its first address and prefix length, as in 10.244.0.0/16.");
        foreach (var (path, text) in all.Except(all.DistinctBy(item => (item.Item1.Split('[')[0], item.Item2))))
            yield return new(path, $"'{text}' is listed twice.");
        if (!TryParse(spec.Network.PodCidr, out var pods) || !TryParse(spec.Kubernetes.ServiceCidr, out var services))
            yield break;
        if (pods.Contains(services.BaseAddress) || services.Contains(pods.BaseAddress))
            yield return new("kubernetes.serviceCidr", $"{services} overlaps the pods' network {pods} (network.podCidr); give them separate ranges.");
        if (1L << Math.Max(0, 24 - pods.PrefixLength) < spec.Masters.Count + spec.Workers.Count)
            yield return new("network.podCidr", $"{pods} has fewer /24 networks than the cluster has nodes; take a shorter prefix.");
        if (services.PrefixLength > 24)
            yield return new("kubernetes.serviceCidr", $"{services} is too small; use a prefix of /24 or shorter.");

        static IEnumerable<(string, string)> Listed(string path, IReadOnlyList<string> cidrs) => cidrs.Select((cidr, index) => ($"{path}[{index}]", cidr));
    }

    /// <summary>Addresses are written whole: '10/8' would be read as 0.0.0.10/8.</summary>
    private static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        return CidrPattern().IsMatch(text) && IPNetwork.TryParse(text, out network) && network.ToString() == text;
    }

    /// <summary>On masters sshd, both etcds and Kubernetes' own parts have their ports, on workers haproxy, which takes the API servers' port too.</summary>
    private static IEnumerable<ConfigurationFault> Ports(ClusterSpec spec)
    {
        if (spec.Kubernetes.ApiPort is < 1 or > 65535 or 22 or 80 or 443 or (>= 2379 and <= 2381) or 8471 or (>= 10248 and <= 10259) or (>= 12379 and <= 12381) or (>= 30000 and <= 32767))
            yield return new("kubernetes.apiPort", $"{spec.Kubernetes.ApiPort} cannot be the API servers' port: it is not a port, or another part of a node has it.");
        if (spec.Network.VxlanPort is < 1 or > 65535)
            yield return new("network.vxlanPort", $"{spec.Network.VxlanPort} is not a port.");
    }

    private static IEnumerable<ConfigurationFault> Texts(ClusterSpec spec)
    {
        if (spec.AddOns.Ingress is not ("nginx" or "none"))
            yield return new("addOns.ingress", $"'{spec.AddOns.Ingress}' is not known; use nginx or none.");
        if (spec.OperatingSystem.ImageMd5.Length > 0 && !Md5Pattern().IsMatch(spec.OperatingSystem.ImageMd5))
            yield return new("operatingSystem.imageMd5", "Expected 32 hexadecimal digits.");
        foreach (var (path, text) in new[] { ("artifacts.mirror", spec.Artifacts.Mirror), ("operatingSystem.imageUrl", spec.OperatingSystem.ImageUrl) })
        {
            if (text.Length > 0 && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                yield return new(path, $"'{text}' is not an http or https address.");
        }

        foreach (var url in spec.Artifacts.Checksums.Where(pair => !Sha512Pattern().IsMatch(pair.Value)).Select(pair => pair.Key))
            yield return new($"artifacts.checksums['{url}']", "Expected the 128 hexadecimal digits of a SHA-512.");
    }

    private static IEnumerable<ConfigurationFault> Windows(ClusterSpec spec)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(spec.Maintenance.TimeZone, out _))
            yield return new("maintenance.timeZone", $"'{spec.Maintenance.TimeZone}' is not a time zone; one is Europe/Zurich.");
        foreach (var (path, window) in new[] { ("maintenance.masters", spec.Maintenance.Masters), ("maintenance.workers", spec.Maintenance.Workers) })
        {
            if (!TimeOnly.TryParseExact(window.Start, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                yield return new($"{path}.start", $"'{window.Start}' is not a time of day; write it as 04:00.");
            if (window.Minutes is < 15 or > 1440)
                yield return new($"{path}.minutes", $"{window.Minutes} minutes cannot be; use 15 to 1440.");
        }
    }

    private static IEnumerable<ConfigurationFault> Backups(ClusterSpec spec)
    {
        if (spec.Backup.EveryHours is < 0 or > 720)
            yield return new("backup.everyHours", $"{spec.Backup.EveryHours} hours cannot be; use 0 (never by schedule) to 720.");
        if (spec.Backup.Keep is < 1 or > 100)
            yield return new("backup.keep", $"{spec.Backup.Keep} backups cannot be kept; use 1 to 100.");
    }

    [GeneratedRegex(@"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(?=.{1,253}\z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex DnsNamePattern();

    [GeneratedRegex(@"^v[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}(-[a-z0-9.]{1,20})?\z")]
    private static partial Regex PartVersionPattern();

    [GeneratedRegex(@"^[0-9]{1,6}\.[0-9]{1,4}\.[0-9]{1,4}\z")]
    private static partial Regex OperatingSystemVersionPattern();

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}\z")]
    private static partial Regex CidrPattern();

    [GeneratedRegex(@"^([a-z0-9]+\.)?[a-z0-9-]+\z")]
    private static partial Regex InstanceTypePattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{32}\z")]
    private static partial Regex Md5Pattern();

    [GeneratedRegex(@"^[0-9a-fA-F]{128}\z")]
    private static partial Regex Sha512Pattern();
}
