namespace Masterplan.Runtime.Hosts;

/// <summary>Whether what this host executes is still its own.</summary>
public interface IHostLease
{
    /// <summary>False if the leases could not be renewed in time, as after the process was stopped for a while: what is done now, another host may be doing as well.
    /// To be asked right before anything that must not be done twice.</summary>
    bool IsHeld { get; }
}
