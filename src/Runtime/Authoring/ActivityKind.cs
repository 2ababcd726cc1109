namespace Masterplan.Runtime.Authoring;

public enum ActivityKind
{
    Action = 0,
    Trigger = 1,
    Job = 2,
    Task = 3,
}
