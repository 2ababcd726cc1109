using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record BackupSpec
{
    [Description("A backup is taken when the last one is older than this many hours, 0 to 720; 0 takes none by schedule.")]
    public int EveryHours { get; init; } = 24;

    [Description("How many backups are kept, 1 to 100; the oldest go.")]
    public int Keep { get; init; } = 7;
}
