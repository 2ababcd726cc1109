using System.ComponentModel.DataAnnotations;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Starts a workflow when a request comes in.</summary>
[Activity("Elsa", "HTTP", "Start the workflow when a request comes to this path with one of these methods.", DisplayName = "HTTP Endpoint", Kind = ActivityKind.Trigger)]
public sealed class HttpEndpoint : Trigger<object?>, IOffersOutcomes
{
    public const string TypeName = "Elsa.HttpEndpoint";

    [Required]
    [Input(Description = "The path below /workflows/, with {name} where a part is free.")]
    public Input<string> Path { get; set; } = default!;

    [Input(Description = "The methods that are accepted.", UIHint = InputUIHints.CheckList, Options = new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }, DefaultValue = new[] { "GET" })]
    public Input<ICollection<string>?> SupportedMethods { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "Ask for a user or an API key that may start runs.", Category = "Security")]
    public Input<bool> Authorize { get; set; } = new(false);

    [Input(Description = "The role that is asked for.", Category = "Security", UIHint = InputUIHints.DropDown, Options = new[] { "Viewer", "Operator", "Admin" })]
    public Input<string> Policy { get; set; } = new("Operator");

    [Input(Description = "The largest request, in bytes.", Category = "Upload")]
    public Input<long?> RequestSizeLimit { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The largest file, in bytes.", Category = "Upload")]
    public Input<long?> FileSizeLimit { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The endings of files that are accepted; none means all.", Category = "Upload", UIHint = InputUIHints.MultiText)]
    public Input<ICollection<string>?> AllowedFileExtensions { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The endings of files that are refused.", Category = "Upload", UIHint = InputUIHints.MultiText)]
    public Input<ICollection<string>?> BlockedFileExtensions { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The MIME types of files that are accepted; none means all.", Category = "Upload", UIHint = InputUIHints.MultiText)]
    public Input<ICollection<string>?> AllowedMimeTypes { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "Go on at 'Request too large' instead of refusing the request.", Category = "Outcomes")]
    public bool ExposeRequestTooLargeOutcome { get; set; }

    [Input(Description = "Go on at 'File too large' instead of refusing the request.", Category = "Outcomes")]
    public bool ExposeFileTooLargeOutcome { get; set; }

    [Input(Description = "Go on at 'Invalid file extension' instead of refusing the request.", Category = "Outcomes")]
    public bool ExposeInvalidFileExtensionOutcome { get; set; }

    [Input(Description = "Go on at 'Invalid file MIME type' instead of refusing the request.", Category = "Outcomes")]
    public bool ExposeInvalidFileMimeTypeOutcome { get; set; }

    [Output(Description = "The files: names, types and sizes.")]
    public Output<ICollection<HttpFileData>>? Files { get; set; }

    [Output(Description = "The body, parsed if it is JSON or a form.")]
    public Output<object?>? ParsedContent { get; set; }

    [Output(Description = "The free parts of the path.")]
    public Output<IDictionary<string, object?>>? RouteData { get; set; }

    [Output(Description = "The query.")]
    public Output<IDictionary<string, object?>>? QueryStringData { get; set; }

    [Output(Description = "The headers, without those that say who asked.")]
    public Output<IDictionary<string, object?>>? Headers { get; set; }

    IReadOnlyCollection<string>? IOffersOutcomes.OfferedOutcomes => ["Done", .. Exposed];

    private IEnumerable<string> Exposed => new[]
    {
        (ExposeRequestTooLargeOutcome, HttpLimits.RequestTooLarge),
        (ExposeFileTooLargeOutcome, HttpLimits.FileTooLarge),
        (ExposeInvalidFileExtensionOutcome, HttpLimits.InvalidExtension),
        (ExposeInvalidFileMimeTypeOutcome, HttpLimits.InvalidMimeType),
    }.Where(outcome => outcome.Item1).Select(outcome => outcome.Item2);

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.GetWorkflowInput<HttpRequestData>(HttpRequestData.InputKey) is not { } request || !context.IsTriggerOfWorkflow())
            throw new FaultException("NoRequest", "HTTP", "Start", $"'{context.Activity.Id}' starts a workflow when a request comes, but this run was started in another way.");
        var broken = Limits(context).Broken(request);
        if (broken is not null && !Exposed.Contains(broken))
        {
            context.GetRequiredService<IHttpAnswers>().Give(request.Id, new HttpAnswer(HttpLimits.StatusOf(broken), "text/plain", broken, new Dictionary<string, string>()));
            throw new FaultException("Refused", "HTTP", "Limit", $"{broken}: {request.Method} {request.Path}.");
        }

        SetOutputs(context, request);
        await context.CompleteActivityWithOutcomesAsync(broken ?? "Done");
    }

    private HttpLimits Limits(ActivityExecutionContext context) => new()
    {
        RequestSize = context.Get(RequestSizeLimit),
        FileSize = context.Get(FileSizeLimit),
        AllowedExtensions = context.Get(AllowedFileExtensions),
        BlockedExtensions = context.Get(BlockedFileExtensions),
        AllowedMimeTypes = context.Get(AllowedMimeTypes),
    };

    private void SetOutputs(ActivityExecutionContext context, HttpRequestData request)
    {
        context.Set(Result, context.WorkflowInput[HttpRequestData.InputKey]);
        context.Set(ParsedContent, request.Content);
        context.Set(Files, request.Files.ToList());
        context.Set(RouteData, Map(request.RouteData));
        context.Set(QueryStringData, Map(request.Query));
        context.Set(Headers, Map(request.Headers));
    }

    private static Dictionary<string, object?> Map(IReadOnlyDictionary<string, string> values) => values.ToDictionary(pair => pair.Key, pair => (object?)pair.Value);
}
