using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

internal sealed class OperationResource(CloudState state) : IResource
{
    public IEnumerable<Route> Routes => [new("GET operation/*", call => OperationShape.Of(state.Operations.Find(call.Id) ?? throw Refusal.NotFound("Operation")))];
}
