using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>The palette: the activity types, and the choices that their inputs offer.</summary>
internal static class ActivityDescriptorEndpoints
{
    public static void MapActivityDescriptors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/activities", (IActivityRegistry registry) => ElsaJson.List(
            [.. registry.Descriptors.OrderBy(descriptor => descriptor.TypeName, StringComparer.Ordinal).Select(ActivityModel.Of), MissingActivities.Descriptor()]));
        api.MapGet("/descriptors/activities/{typeName}", Find);
        api.MapPost("/descriptors/activities/{typeName}/options/{property}", Options);
    }

    private static IResult Find(string typeName, HttpRequest request, IActivityRegistry registry)
    {
        var version = request.Number("version");
        return registry.Find(typeName) is { } descriptor && (version is null || version == descriptor.Version) ? ElsaJson.Json(ActivityModel.Of(descriptor)) : Results.NotFound();
    }

    private static IResult Options(string typeName, string property, IActivityRegistry registry) =>
        registry.Find(typeName)?.Inputs.FirstOrDefault(input => input.Name == property) is { } input
            ? ElsaJson.Json(new JsonObject { ["items"] = InputEditors.Specification(input) })
            : Results.NotFound();
}
