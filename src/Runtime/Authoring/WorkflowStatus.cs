namespace Masterplan.Runtime.Authoring;

public enum WorkflowStatus
{
    Running = 0,
    Finished = 1,
}
