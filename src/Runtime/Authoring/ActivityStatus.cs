namespace Masterplan.Runtime.Authoring;

public enum ActivityStatus
{
    Pending = 0,
    Running = 1,
    Completed = 2,
    Canceled = 3,
    Faulted = 4,
}
