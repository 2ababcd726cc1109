using System.ComponentModel.DataAnnotations;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Starts a workflow when a request comes in.</summary>
[Activity("Elsa", "HTTP", "Start the workflow when a request comes to this path with one of these methods.", DisplayName = "HTTP Endpoint", Kind = ActivityKind.Trigger)]
public sealed class HttpEndpoint : Trigger<object?>
{
    public const string TypeName = "Elsa.HttpEndpoint";

    [Required]
    [Input(Description = "The path below /workflows/, with {name} where a part is free.")]
    public Input<string> Path { get; set; } = default!;

    [Input(Description = "The methods that are accepted.", UIHint = InputUIHints.CheckList, Options = new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }, DefaultValue = new[] { "GET" })]
    public Input<ICollection<string>?> SupportedMethods { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "Ask for a user or an API key that may start runs.", Category = "Security")]
    public Input<bool> Authorize { get; set; } = new(false);

    [Output(Description = "The body, parsed if it is JSON or a form.")]
    public Output<object?>? ParsedContent { get; set; }

    [Output(Description = "The free parts of the path.")]
    public Output<IDictionary<string, object?>>? RouteData { get; set; }

    [Output(Description = "The query.")]
    public Output<IDictionary<string, object?>>? QueryStringData { get; set; }

    [Output(Description = "The headers, without those that say who asked.")]
    public Output<IDictionary<string, object?>>? Headers { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.GetWorkflowInput<HttpRequestData>(HttpRequestData.InputKey) is not { } request || !context.IsTriggerOfWorkflow())
            throw new FaultException("NoRequest", "HTTP", "Start", $"'{context.Activity.Id}' starts a workflow when a request comes, but this run was started in another way.");
        context.Set(Result, context.WorkflowInput[HttpRequestData.InputKey]);
        context.Set(ParsedContent, request.Content);
        context.Set(RouteData, Map(request.RouteData));
        context.Set(QueryStringData, Map(request.Query));
        context.Set(Headers, Map(request.Headers));
        await context.CompleteActivityAsync();
    }

    private static Dictionary<string, object?> Map(IReadOnlyDictionary<string, string> values) => values.ToDictionary(pair => pair.Key, pair => (object?)pair.Value);
}
