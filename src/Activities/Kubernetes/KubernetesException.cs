namespace Masterplan.Activities.Kubernetes;

/// <summary>The Kubernetes API could not be reached, or refused something.</summary>
public sealed class KubernetesException(string message, bool isTransient, Exception? inner = null) : MasterplanException(message, isTransient, inner)
{
    public override int ExitCode => 7;
}
