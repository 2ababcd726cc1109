using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>How many calls that change something have come in with a good signature, whatever became of them.</summary>
/// <param name="Count">All of them.</param>
/// <param name="ByKind">By kind of resource.</param>
public sealed record Mutations(long Count, IReadOnlyDictionary<string, long> ByKind)
{
    internal const string Total = "mutations";
    internal const string Prefix = "mutations:";

    internal static Mutations Of(CloudState state)
    {
        lock (state.Gate)
        {
            var counts = state.Counters.Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal));
            return new(state.Counters.Find(Total), counts.Order().ToDictionary(k => k[Prefix.Length..], state.Counters.Find));
        }
    }
}
