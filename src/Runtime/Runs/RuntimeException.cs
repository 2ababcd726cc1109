namespace Masterplan.Runtime.Runs;

/// <summary>The root of the faults that the runtime raises on purpose.</summary>
public abstract class RuntimeException(string message, Exception? inner = null) : Exception(message, inner);
