using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>The badges of an activity as Studio reads them.</summary>
internal static class ActivityStatsModel
{
    public static object Of(ActivityStats stats) => new
    {
        stats.ActivityId,
        stats.ActivityNodeId,
        stats.StartedCount,
        stats.CompletedCount,
        stats.UncompletedCount,
        stats.IsBlocked,
        stats.IsFaulted,
        stats.AggregateFaultCount,
        Metadata = ObjectMap.Empty(),
    };
}
