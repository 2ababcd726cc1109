namespace Masterplan.Runtime.Activities;

/// <summary>A line of a flowchart, from an outcome of one activity to another activity.</summary>
internal sealed record Connection(string Source, string SourcePort, string Target, string TargetPort)
{
    public override string ToString() => $"{Source}:{SourcePort}->{Target}:{TargetPort}";
}
