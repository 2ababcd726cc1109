using System.Net;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Answers the request that started the workflow, or that it waited for last.</summary>
[Activity("Elsa", "HTTP", "Answer the request that started the workflow, or that it waited for last.", DisplayName = "HTTP Response")]
public sealed class WriteHttpResponse : CodeActivity
{
    [Input(Description = "The status of the answer.", UIHint = InputUIHints.DropDown)]
    public Input<HttpStatusCode> StatusCode { get; set; } = new(HttpStatusCode.OK);

    [Input(Description = "Text is sent as it is, anything else as JSON.")]
    public Input<object?> Content { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The type of the content; unset means text/plain for text, else application/json.", UIHint = InputUIHints.DropDown, Options = new[] { "", "application/json", "application/xml", "text/html", "text/plain", "text/xml" })]
    public Input<string?> ContentType { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "More headers.", UIHint = InputUIHints.JsonEditor, Category = "Advanced")]
    public Input<IDictionary<string, string>?> ResponseHeaders { get; set; } = new(new Expression("Literal", "{}"));

    protected override void Execute(ActivityExecutionContext context)
    {
        var content = context.Get(Content);
        var type = context.Get(ContentType) is { Length: > 0 } asked ? asked : content is null ? null : content is string ? "text/plain" : "application/json";
        var answer = new HttpAnswer(
            (int)context.Get(StatusCode),
            type,
            content as string ?? (content is null ? "" : Values.JsonOf(content)),
            new Dictionary<string, string>(context.Get(ResponseHeaders) ?? new Dictionary<string, string>()));
        var request = context.WorkflowExecutionContext.GetProperty<string>(HttpRequestData.PropertyKey) ?? context.GetWorkflowInput<HttpRequestData>(HttpRequestData.InputKey)?.Id;
        if (request is null || !context.GetRequiredService<IHttpAnswers>().Give(request, answer))
            context.AddExecutionLogEntry("Unanswered", "No request waits for this answer.");
    }
}
