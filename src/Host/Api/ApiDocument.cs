using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Clusters;
using Masterplan.Runtime.Definitions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace Masterplan.Host.Api;

/// <summary>Describes the API as an OpenAPI document, with the requests that start the workflows of a cluster's life.</summary>
internal static class ApiDocument
{
    /// <summary>The name that its address ends in.</summary>
    public const string Name = "openapi";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddOperationTransformer((operation, context, _) =>
        {
            var demanded = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Select(demand => demand.Policy).OfType<string>().Select(Enum.Parse<AccessRole>).Max();
            operation.Description = Needs(demanded);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer(async (document, context, cancellationToken) =>
        {
            document.Info = new OpenApiInfo { Title = "Masterplan", Version = "1", Description = "Clusters, runs, what happens in them, and who did what." };
            document.Servers?.Clear();
            var definitions = context.ApplicationServices.GetRequiredService<IWorkflowDefinitions>();
            foreach (var id in ClusterWorkflows.DefinitionIds)
                if (await definitions.FindAsync(id, VersionOptions.Published, cancellationToken) is { } definition)
                    document.Paths.Add($"/workflows/{id}", Start(ClusterWorkflows.Find(id)!, definition.Document));
        });
    });

    private static string Needs(AccessRole role) => $"For {role.ToString().ToLowerInvariant()}s{(role == AccessRole.Admin ? "" : " and above")}.";

    private static OpenApiPathItem Start(ClusterWorkflow workflow, JsonObject definition) => new()
    {
        Operations = new()
        {
            [HttpMethod.Post] = new OpenApiOperation
            {
                Summary = $"{definition["description"]} Answers with the run's id and links; a fault of the request starts nothing.",
                Description = Needs(AccessRole.Operator),
                Parameters = [new OpenApiParameter { Name = "Idempotency-Key", In = ParameterLocation.Header, Description = "The same key gives the same run and the same answer.", Schema = Text }],
                RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = Inputs(workflow, definition) } } },
                Responses = new OpenApiResponses
                {
                    ["202"] = new OpenApiResponse { Description = "Started: the run's id, and links to the run, its events, its cluster and its viewer." },
                    ["400"] = new OpenApiResponse { Description = "Every fault, under the path of the member that it is about." },
                    ["409"] = new OpenApiResponse { Description = "Another run of the cluster is under way; links say which." },
                },
            },
        },
    };

    private static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Inputs(ClusterWorkflow workflow, JsonObject definition) => new()
    {
        Type = JsonSchemaType.Object,
        Required = workflow.Required.Select(RunInputReader.Path).ToHashSet(),
        Properties = RunInputReader.Offered(definition["inputs"] as JsonArray).ToDictionary(
            input => RunInputReader.Path((string)input["name"]!),
            input => (IOpenApiSchema)new OpenApiSchema { Type = (string?)input["type"] switch { "Int32" => JsonSchemaType.Integer, "Boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String }, Description = (string?)input["description"] }),
    };
}
