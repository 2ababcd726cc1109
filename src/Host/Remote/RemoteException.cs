using Masterplan.Activities;

namespace Masterplan.Host.Remote;

/// <summary>The host that a command talks to refused what was asked, or could not be reached.</summary>
internal sealed class RemoteException(string message, int exitCode, bool isTransient = false, Exception? inner = null) : MasterplanException(message, isTransient, inner)
{
    public override int ExitCode { get; } = exitCode;
}
