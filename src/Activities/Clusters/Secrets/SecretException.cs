namespace Masterplan.Activities.Clusters.Secrets;

/// <summary>A secret could not be read or written.</summary>
public sealed class SecretException(string message, Exception? inner = null) : MasterplanException(message, isTransient: false, inner)
{
    public override int ExitCode => 8;
}
