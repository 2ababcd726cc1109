using Masterplan.Rehearsal.Cloud.Requests;

namespace Masterplan.Rehearsal.Cloud.Resources;

internal sealed class QuotaResource(QuotaLimits limits) : IResource
{
    public IEnumerable<Route> Routes =>
    [
        new("GET quota", _ => Json.Of(("quotas", Json.List(QuotaLimits.Kinds.Select(k => Json.Of(
            ("resource", k), ("usage", limits.Usage(k)), ("limit", limits.Limit(k)))))))),
    ];
}
