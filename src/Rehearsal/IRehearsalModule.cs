using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Rehearsal;

/// <summary>
/// What plugs into the rehearsal's server. It must register <see cref="Machines.IMachines"/>; it may ask for <see cref="RehearsalOptions"/>,
/// <see cref="Latencies.Pace"/>, <see cref="Latencies.LatencyLog"/>, <see cref="Faults.FaultPlan"/> and <see cref="TimeProvider"/>.
/// </summary>
public interface IRehearsalModule
{
    void AddServices(IServiceCollection services);

    /// <summary>Adds routes below <c>/rehearsal/</c>, beside those of the API.</summary>
    void MapRoutes(IEndpointRouteBuilder routes);
}
