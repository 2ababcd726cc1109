using System.ComponentModel.DataAnnotations;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Starts a workflow when a request comes in; inside of one, waits for a request.</summary>
[Activity("Elsa", "HTTP", "Start the workflow when a request comes to this path with one of these methods, or wait for one.", DisplayName = "HTTP Endpoint", Kind = ActivityKind.Trigger)]
public sealed class HttpEndpoint : Trigger<object?>, IOffersOutcomes
{
    public const string TypeName = "Elsa.HttpEndpoint";

    [Required]
    [Input(Description = "The path below /workflows/, with {name} where a part is free.")]
    public Input<string> Path { get; set; } = default!;

    [Input(Description = "The methods that are accepted.", UIHint = InputUIHints.CheckList, Options = new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }, DefaultValue = new[] { "GET" })]
    public Input<ICollection<string>?> SupportedMethods { get; set; } = new(new Expression("Literal", null));

    /// <summary>True for endpoints that are drawn anew; a definition that does not say is open to all, as in Elsa.</summary>
    [Input(Description = "Ask for a user or an API key that has the role of the policy.", Category = "Security", DefaultValue = true)]
    public Input<bool> Authorize { get; set; } = new(false);

    [Input(Description = "The role that is asked for.", Category = "Security", UIHint = InputUIHints.DropDown, Options = new[] { "Viewer", "Operator", "Admin" })]
    public Input<string> Policy { get; set; } = new("Operator");

    [Input(Description = "How long a caller waits for the answer before it is told that the run goes on; unset means five seconds.")]
    public Input<TimeSpan?> RequestTimeout { get; set; } = new(new Expression("Literal", null));

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

    [Output(Description = "The first of the files.")]
    public Output<HttpFileData>? File { get; set; }

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
        if (context.IsTriggerOfWorkflow() && context.WorkflowInput.ContainsKey(HttpRequestData.InputKey))
            await OnRequestAsync(context);
        else
            context.CreateBookmarks(Stimuli(context.Get(Path), context.Get(SupportedMethods), context.Get(Authorize), context.Get(Policy), context.Get(RequestTimeout)), OnRequestAsync, includeActivityInstanceId: false);
    }

    protected override IEnumerable<object> GetTriggerPayloads(TriggerIndexingContext context) =>
        Stimuli(context.Get(Path), context.Get(SupportedMethods), context.Get(Authorize), context.Get(Policy), context.Get(RequestTimeout));

    private static List<HttpEndpointStimulus> Stimuli(string? path, ICollection<string>? methods, bool authorize, string? policy, TimeSpan? timeout)
    {
        var checkedPath = HttpEndpointStimulus.PathOf(path);
        return [.. (methods is { Count: > 0 } ? methods : ["GET"]).Select(method => method.ToLowerInvariant()).Distinct()
            .Select(method => new HttpEndpointStimulus(checkedPath, method, authorize, policy, timeout))];
    }

    private async ValueTask OnRequestAsync(ActivityExecutionContext context)
    {
        var request = context.GetWorkflowInput<HttpRequestData>(HttpRequestData.InputKey)
            ?? throw new FaultException("NoRequest", "HTTP", "Resume", $"'{context.Activity.Id}' waits for a request, but was resumed in another way.");
        context.WorkflowExecutionContext.SetProperty(HttpRequestData.PropertyKey, request.Id);
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
        context.Set(File, request.Files.Count > 0 ? request.Files[0] : null);
        context.Set(RouteData, Map(request.RouteData));
        context.Set(QueryStringData, Map(request.Query));
        context.Set(Headers, Map(request.Headers));
    }

    private static Dictionary<string, object?> Map(IReadOnlyDictionary<string, string> values) => values.ToDictionary(pair => pair.Key, pair => (object?)pair.Value);
}
