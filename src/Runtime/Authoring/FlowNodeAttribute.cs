namespace Masterplan.Runtime.Authoring;

/// <summary>The outcomes that an activity offers in a flowchart.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class FlowNodeAttribute(params string[] outcomes) : Attribute
{
    public ICollection<string> Outcomes { get; } = outcomes;
}
