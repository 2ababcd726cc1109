namespace Masterplan.Activities;

/// <summary>The root of every fault that Masterplan raises on purpose: it knows whether trying again can help, and the command line's exit code for its kind.</summary>
public abstract class MasterplanException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The only thing a retry asks: may the same call succeed later without anyone doing anything?</summary>
    public bool IsTransient { get; } = isTransient;

    /// <summary>The command line's exit code for this kind of error.</summary>
    public abstract int ExitCode { get; }
}
