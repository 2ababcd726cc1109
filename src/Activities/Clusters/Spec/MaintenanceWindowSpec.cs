using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record MaintenanceWindowSpec
{
    [Description("The time of day at which the window opens, every day, as in 04:00.")]
    public string Start { get; init; } = "";

    [Description("How many minutes it stays open, 15 to 1440. No node is begun that would not be done before its end.")]
    public int Minutes { get; init; } = 60;
}
