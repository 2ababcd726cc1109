using Masterplan.Rehearsal.Cloud.Requests;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>All zones, each served right here.</summary>
internal sealed class ZoneResource(RehearsalAddresses addresses) : IResource
{
    internal static readonly string[] Names = ["ch-gva-2", "ch-dk-2", "de-fra-1", "de-muc-1", "at-vie-1", "at-vie-2", "bg-sof-1", "hr-zag-1"];

    public IEnumerable<Route> Routes =>
    [
        new("GET zone", _ => Json.Of(("zones", Json.List(Names.Select(n => Json.Of(
            ("name", n), ("api-endpoint", addresses.Endpoint), ("sos-endpoint", $"https://sos-{n}.exo.io"))))))),
    ];
}
