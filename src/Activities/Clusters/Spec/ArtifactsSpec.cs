using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record ArtifactsSpec
{
    [Description("Base address that replaces the upstream hosts, for networks without internet; the path behind it is <host>/<path> of the upstream address. Empty downloads from upstream.")]
    public string Mirror { get; init; } = "";

    [Description("SHA-512 in hexadecimal by upstream address. An address that is missing here is downloaded once by Masterplan, checked against the checksum file beside it, and pinned for the cluster.")]
    public IReadOnlyDictionary<string, string> Checksums { get; init; } = new Dictionary<string, string>();
}
