using Masterplan.Rehearsal.Machines;
using Masterplan.Rehearsal.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Rehearsal;

/// <summary>Plugs the simulated nodes into the rehearsal's server.</summary>
public sealed class SimulatedNodesModule : IRehearsalModule
{
    public void AddServices(IServiceCollection services) => throw new System.Diagnostics.UnreachableException();

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
