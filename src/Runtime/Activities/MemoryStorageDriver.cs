namespace Masterplan.Runtime.Activities;

/// <summary>Keeps a variable's value in memory while its run goes on without a pause: where the run waits, or the process ends, the variable is at its default again.</summary>
public sealed class MemoryStorageDriver;
