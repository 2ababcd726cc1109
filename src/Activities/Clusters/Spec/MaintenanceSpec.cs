using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record MaintenanceSpec
{
    [Description("The time zone of both windows, as in Europe/Zurich.")]
    public string TimeZone { get; init; } = "UTC";

    [Description("When masters may be rebooted.")]
    public MaintenanceWindowSpec Masters { get; init; } = new() { Start = "04:00" };

    [Description("When workers may be rebooted.")]
    public MaintenanceWindowSpec Workers { get; init; } = new() { Start = "05:00" };
}
