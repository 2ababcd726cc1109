using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Machines;
using Masterplan.Rehearsal.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Rehearsal;

/// <summary>Plugs the simulated nodes into the rehearsal's server.</summary>
public sealed class SimulatedNodesModule : IRehearsalModule
{
    public void AddServices(IServiceCollection services) => services
        .AddSingleton(provider => new SimulatedNodes(
            provider.GetRequiredService<RehearsalOptions>().Folder,
            provider.GetRequiredService<Pace>(),
            provider.GetRequiredService<LatencyLog>(),
            provider.GetRequiredService<FaultPlan>()))
        .AddSingleton<IMachines>(provider => provider.GetRequiredService<SimulatedNodes>());

    public void MapRoutes(IEndpointRouteBuilder routes) => routes.ServiceProvider.GetRequiredService<SimulatedNodes>().MapRoutes(routes);
}
