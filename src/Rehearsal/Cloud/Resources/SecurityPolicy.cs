using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Tells the firewall what the security groups let into each machine, whenever the cloud changes.</summary>
internal sealed class SecurityPolicy : IDisposable
{
    private readonly CloudState state;
    private readonly OperationQueue queue;
    private readonly IReadOnlyList<IFirewall> firewalls;

    public SecurityPolicy(CloudState state, OperationQueue queue, IEnumerable<IFirewall> firewalls)
    {
        (this.state, this.queue, this.firewalls) = (state, queue, [.. firewalls]);
        queue.Changed += Tell;
    }

    public void Dispose() => queue.Changed -= Tell;

    private void Tell()
    {
        if (firewalls.Count == 0)
            return;
        Dictionary<Guid, IReadOnlyList<AllowedTraffic>> machines;
        lock (state.Gate)
            machines = state.Instances.All.ToDictionary(instance => instance.Id, instance => (IReadOnlyList<AllowedTraffic>)[.. LetIn(instance)]);
        foreach (var firewall in firewalls)
            firewall.Apply(machines);
    }

    private IEnumerable<AllowedTraffic> LetIn(InstanceRecord instance) =>
        from id in instance.SecurityGroups
        let @group = state.SecurityGroups.Find(id)
        where @group is not null
        from rule in @group.Rules
        where rule.FlowDirection == "ingress"
        select new AllowedTraffic(rule.Protocol, rule.StartPort, rule.EndPort, rule.Network is { } network ? [network] : [.. MembersOf(rule.GroupId)]);

    private IEnumerable<string> MembersOf(Guid? group) => state.Instances.All.Where(other => other.SecurityGroups.Contains(group ?? default)).Select(other => $"{other.Address}/32");
}
