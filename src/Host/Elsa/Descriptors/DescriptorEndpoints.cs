using Masterplan.Host.Elsa.Requests;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>The choices of the designer's drop-downs.</summary>
internal static class DescriptorEndpoints
{
    private static readonly string[] ConverterTypes = ["sourceType", "destinationType"];

    public static void MapDescriptors(this IEndpointRouteBuilder api)
    {
        api.MapGet("/descriptors/variables", () => ElsaJson.Json(new { Items = VariableTypeDescriptors.All }));
        api.MapGet("/descriptors/storage-drivers", () => ElsaJson.Json(new { Items = Choices.StorageDrivers }));
        api.MapGet("/descriptors/expression-descriptors", () => ElsaJson.List(Choices.Expressions));
        api.MapGet("/descriptors/incident-strategies", () => ElsaJson.List(Choices.IncidentStrategies));
        api.MapGet("/descriptors/workflow-activation-strategies", () => ElsaJson.List(Choices.ActivationStrategies));
        api.MapGet("/descriptors/log-persistence-strategies", () => ElsaJson.List(Choices.LogPersistenceStrategies));
        api.MapGet("/descriptors/commit-strategies/workflows", () => ElsaJson.List(Choices.WorkflowCommitStrategies));
        api.MapGet("/descriptors/commit-strategies/activities", () => ElsaJson.List(Choices.ActivityCommitStrategies));
        api.MapGet("/descriptors/output-converters", OutputConverters);
    }

    private static IResult OutputConverters(HttpRequest request)
    {
        var missing = ConverterTypes.Where(name => request.Text(name) is null).Select(name => $"The query parameter '{name}' is missing.").ToList();
        if (missing.Count > 0)
            throw new RequestRefusedException(new Dictionary<string, IReadOnlyList<string>> { [RequestRefusedException.General] = missing });
        return ElsaJson.List(Array.Empty<object>());
    }
}
