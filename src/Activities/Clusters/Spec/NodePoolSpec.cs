using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record NodePoolSpec
{
    [Description("How many nodes; masters 1, 3 or 5.")]
    public int Count { get; init; }

    [Description("Exoscale instance type as family.size; a bare size is of the standard family.")]
    public string InstanceType { get; init; } = "";

    [Description("Root disk in GiB, 10 to 51200.")]
    public int DiskGib { get; init; }
}
