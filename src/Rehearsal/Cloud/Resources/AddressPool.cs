using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Gives out addresses one after another, so that one that was given back is not given out again at once.</summary>
internal sealed class AddressPool(CloudState state, RehearsalAddresses addresses)
{
    internal string Node() => Next("node-address", RehearsalAddresses.FirstNode, RehearsalAddresses.MaxNodes, state.Instances.All.Select(i => i.Address));

    internal string ElasticIp() =>
        Next("elastic-ip-address", RehearsalAddresses.FirstElasticIp, RehearsalAddresses.MaxElasticIps, state.ElasticIps.All.Select(e => e.Address));

    private string Next(string counter, int first, int count, IEnumerable<string> used)
    {
        var taken = used.ToHashSet();
        for (var i = 0; i < count; i++)
        {
            var address = addresses.Address(first + (int)((state.Increment(counter) - 1) % count));
            if (!taken.Contains(address))
                return address;
        }

        throw Refusal.Conflict("No address is left");
    }
}
