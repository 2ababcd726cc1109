using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record OperatingSystemSpec
{
    [Description("Flatcar Container Linux version, registered as a custom template when the zone does not have it yet.")]
    public string Version { get; init; } = "4757.2.1";

    [Description("Address of the qcow2 image; empty takes Flatcar's own for the version.")]
    public string ImageUrl { get; init; } = "";

    [Description("MD5 of the image in hexadecimal, as the Exoscale API asks for it; empty reads it from the DIGESTS file beside the image.")]
    public string ImageMd5 { get; init; } = "";
}
