using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Requests;

namespace Masterplan.Rehearsal.Cloud.Resources;

internal sealed class InstanceTypeResource : IResource
{
    public IEnumerable<Route> Routes =>
    [
        new("GET instance-type", _ => Json.Of(("instance-types", Json.List(InstanceTypeSpec.All.Select(Shape))))),
        new("GET instance-type/*", call => Shape(InstanceTypeSpec.Find(call.Id) ?? throw Refusal.NotFound("Instance type"))),
    ];

    private static JsonObject Shape(InstanceTypeSpec type) => Json.Of(
        ("id", type.Id),
        ("family", type.Family),
        ("size", type.Size),
        ("cpus", type.Cpus),
        ("memory", type.Memory),
        ("gpus", type.Family == "gpu3" ? 1 : null),
        ("authorized", type.IsAuthorized),
        ("zones", Json.List(ZoneResource.Names.Select(n => (JsonNode)n))));
}
