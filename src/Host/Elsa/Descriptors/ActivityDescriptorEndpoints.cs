using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>The palette: the activity types, and the choices that their inputs offer.</summary>
internal static class ActivityDescriptorEndpoints
{
    public static void MapActivityDescriptors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/activities", async (IActivityRegistry registry, ClusterRegistry clusters, CancellationToken token) =>
        {
            var live = await LiveAsync(clusters, token);
            return ElsaJson.List([.. registry.Descriptors.OrderBy(descriptor => descriptor.TypeName, StringComparer.Ordinal).Select(live.Describe), MissingActivities.Descriptor()]);
        });
        api.MapGet("/descriptors/activities/{typeName}", FindAsync);
        api.MapPost("/descriptors/activities/{typeName}/options/{property}", OptionsAsync);
    }

    private static async Task<IResult> FindAsync(string typeName, HttpRequest request, IActivityRegistry registry, ClusterRegistry clusters, CancellationToken cancellationToken)
    {
        var version = request.Number("version");
        return registry.Find(typeName) is { } descriptor && (version is null || version == descriptor.Version)
            ? ElsaJson.Json((await LiveAsync(clusters, cancellationToken)).Describe(descriptor))
            : Results.NotFound();
    }

    private static async Task<IResult> OptionsAsync(string typeName, string property, IActivityRegistry registry, ClusterRegistry clusters, CancellationToken cancellationToken) =>
        registry.Find(typeName) is { } descriptor && descriptor.Inputs.FirstOrDefault(input => input.Name == property) is { } input
            ? ElsaJson.Json(new JsonObject { ["items"] = (await LiveAsync(clusters, cancellationToken)).Specification(descriptor, input) })
            : Results.NotFound();

    private static async Task<LiveChoices> LiveAsync(ClusterRegistry clusters, CancellationToken cancellationToken) =>
        new([.. (await clusters.ListAsync(cancellationToken)).Select(cluster => cluster.Name)]);
}
