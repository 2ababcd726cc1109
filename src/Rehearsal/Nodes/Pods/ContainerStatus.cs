namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>One container of a pod as the runtime knows it.</summary>
public sealed record ContainerStatus(string Name, string Image, string Id, string State, string Reason, int Restarts, bool IsReady, int ExitCode, string Message, DateTimeOffset Since);
