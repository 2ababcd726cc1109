namespace Masterplan.Runtime.Activities;

/// <summary>How often each activity and line of a flowchart was visited; persisted with the flowchart.</summary>
internal sealed class FlowScope
{
    /// <summary>By activity: how often it was run or skipped because of forward lines.</summary>
    public Dictionary<string, int> ActivitiesVisitCount { get; set; } = [];

    public Dictionary<string, int> ConnectionVisitCount { get; set; } = [];

    public Dictionary<string, bool> ConnectionLastVisitFollowed { get; set; } = [];

    public int Visits(string activity) => ActivitiesVisitCount.GetValueOrDefault(activity);

    public int Visits(Connection connection) => ConnectionVisitCount.GetValueOrDefault(connection.ToString());

    public bool LastFollowed(Connection connection) => ConnectionLastVisitFollowed.GetValueOrDefault(connection.ToString());

    public void Visit(string activity) => ActivitiesVisitCount[activity] = Visits(activity) + 1;

    /// <summary>Records the visit and answers with its number.</summary>
    public int Visit(Connection connection, bool followed)
    {
        ConnectionLastVisitFollowed[connection.ToString()] = followed;
        return ConnectionVisitCount[connection.ToString()] = Visits(connection) + 1;
    }
}
