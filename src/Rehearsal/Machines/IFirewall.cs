namespace Masterplan.Rehearsal.Machines;

/// <summary>What stands between machines and the network. Where none is registered, security groups keep nothing out but what the elastic IPs bring.</summary>
public interface IFirewall
{
    /// <summary>Takes what security groups let into each machine; all else that comes from outside the machine is to be dropped. Called after each change: hand over and return.</summary>
    void Apply(IReadOnlyDictionary<Guid, IReadOnlyList<AllowedTraffic>> machines);
}
