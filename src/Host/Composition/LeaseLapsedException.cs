using Masterplan.Activities;

namespace Masterplan.Host.Composition;

/// <summary>This host was held up for longer than its leases last, so that another may be doing by now what was asked.</summary>
public sealed class LeaseLapsedException(string what)
    : MasterplanException($"{what} was not sent: this host was held up for longer than its lease of the run lasts, and another host may have taken it over. The step runs again where the run is.", isTransient: true)
{
    public override int ExitCode => 11;
}
