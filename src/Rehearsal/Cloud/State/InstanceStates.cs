namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>The states of instances that the rehearsal uses.</summary>
internal static class InstanceStates
{
    internal const string Starting = "starting";
    internal const string Running = "running";
    internal const string Stopping = "stopping";
    internal const string Stopped = "stopped";
    internal const string Destroying = "destroying";
    internal const string Error = "error";
}
