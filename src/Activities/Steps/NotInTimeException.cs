namespace Masterplan.Activities.Steps;

/// <summary>Something did not become so before its deadline. The last thing seen is in the message.</summary>
public sealed class NotInTimeException(string message, Exception? inner = null) : MasterplanException(message, isTransient: false, inner)
{
    public override int ExitCode => 9;
}
