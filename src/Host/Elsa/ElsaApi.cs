using Masterplan.Host.Access;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Host.Elsa.Descriptors;
using Masterplan.Host.Elsa.Instances;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Host.Elsa.Runs;

namespace Masterplan.Host.Elsa;

/// <summary>The HTTP API that Elsa Studio 3.8 calls.</summary>
internal static class ElsaApi
{
    public static void MapElsaApi(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/elsa/api").AddEndpointFilter<RefusalFilter>();
        open.MapIdentity();
        var api = open.MapGroup("").Demand(AccessRole.Viewer);
        api.MapActivityDescriptors();
        api.MapDescriptors();
        api.MapResilience();
        api.MapFeatures();
        api.MapDefinitionLists();
        api.MapDefinitionDocuments();
        api.MapDefinitionChanges();
        api.MapDefinitionDeletion();
        api.MapDefinitionGraphs();
        api.MapExecution();
        api.MapInstances();
        api.MapInstanceChanges();
        api.MapJournal();
        api.MapActivityExecutions();
        api.MapStimuli();
    }
}
