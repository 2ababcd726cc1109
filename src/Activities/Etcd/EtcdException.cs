namespace Masterplan.Activities.Etcd;

/// <summary>An etcd cluster could not be asked, or answered what it should not.</summary>
public sealed class EtcdException(string message, bool isTransient, Exception? inner = null) : MasterplanException(message, isTransient, inner)
{
    public override int ExitCode => 6;
}
