using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Faults;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>
/// Which calls of the API go wrong. The subject of a call is what it does to whom, by name, so that it stays the same over runs;
/// each fault strikes one subject at most twice, fewer times than a client repeats a read.
/// </summary>
internal sealed class ApiFaults(FaultPlan faults, CloudState state)
{
    private const double Chance = 0.2;
    private const int AtMost = 2;
    private static readonly int[] ServerErrors = [500, 502, 503, 504];

    /// <summary>What goes wrong before the call takes effect, if anything.</summary>
    public ApiFault? Before(Call call)
    {
        var subject = Subject(call);
        if (faults.Strikes(FaultNames.ConnectionReset, subject, Chance, AtMost))
            return new(0, null);
        if (faults.Strikes(FaultNames.Api429, subject, Chance, AtMost))
            return new(429, faults.Roll("retry-after", subject, 1) < 0.5 ? 2 : null);
        if (faults.Strikes(FaultNames.Api5xx, subject, Chance, AtMost))
            return new(ServerErrors[(int)(faults.Roll("status", subject, 1) * ServerErrors.Length)], null);
        return null;
    }

    /// <summary>Whether the answer to a change that has taken effect is lost.</summary>
    public bool LosesAnswer(Call call) => call.IsMutation && faults.Strikes(FaultNames.LostResponse, Subject(call), Chance, AtMost);

    private string Subject(Call call)
    {
        var names = call.Ids.Select(id => Name(call.Kind, id));
        var made = call is { Method: "POST", Body: var body } && body.Has("name") ? body.Text("name", int.MaxValue) : "";
        return $"{call.Pattern} {string.Join(' ', names)}{made}";
    }

    private string Name(string kind, string id) => kind switch
    {
        "instance" => state.Instances.Find(id)?.Name,
        "security-group" => state.SecurityGroups.Find(id)?.Name,
        "anti-affinity-group" => state.AntiAffinityGroups.Find(id)?.Name,
        "elastic-ip" => state.ElasticIps.Find(id)?.Description,
        "template" => state.Templates.Find(id)?.Name,
        "operation" => state.Operations.Find(id) is { } o ? $"{o.Command} {o.Subject}" : null,
        "ssh-key" => id,
        _ => null,
    } ?? "";
}
