using Masterplan.Rehearsal.Machines;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Rehearsal.Tests;

internal sealed class TestModule(IMachines machines) : IRehearsalModule
{
    public void AddServices(IServiceCollection services) => services.AddSingleton(machines);

    public void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
