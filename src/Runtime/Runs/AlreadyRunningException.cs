namespace Masterplan.Runtime.Runs;

/// <summary>A run was to start, but one that it excludes is unfinished.</summary>
public sealed class AlreadyRunningException(string definitionId, string? correlationId, string runningInstanceId, string runningDefinitionId)
    : RuntimeException(
        $"'{definitionId}' was not started{(correlationId is null ? "" : $" for '{correlationId}'")}: run '{runningInstanceId}' of '{runningDefinitionId}' is still under way. Wait for it, or resume, retry or cancel it.")
{
    public string RunningInstanceId { get; } = runningInstanceId;

    public string RunningDefinitionId { get; } = runningDefinitionId;
}
