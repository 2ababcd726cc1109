using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Sends a request, and runs the activity that is for the status of its answer.</summary>
[Activity("Elsa", "HTTP", "Send an HTTP request and run what is for its answer.", DisplayName = "HTTP Request", Kind = ActivityKind.Task)]
public sealed class SendHttpRequest : HttpRequestActivity, IReadsDefinition
{
    [Input(Description = "The statuses that have an activity of their own.", UIHint = "http-status-codes")]
    public ICollection<HttpStatusCodeCase> ExpectedStatusCodes { get; set; } = [];

    /// <summary>For every other status.</summary>
    [Port]
    public IActivity? UnmatchedStatusCode { get; set; }

    [Port]
    public IActivity? FailedToConnect { get; set; }

    [Port]
    public IActivity? Timeout { get; set; }

    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder)
    {
        var cases = new List<HttpStatusCodeCase>();
        for (var i = 0; json["expectedStatusCodes"] is JsonArray list && i < list.Count; i++)
        {
            var itemPath = $"{path}.expectedStatusCodes[{i}]";
            if (list[i] is not JsonObject item || item["statusCode"] is not JsonValue value || !value.TryGetValue<int>(out var status))
                builder.Scope.Fault($"{itemPath}.statusCode", "This is a number.");
            else
                cases.Add(new HttpStatusCodeCase(status, item["activity"] is { } activity ? builder.Build(activity, $"{itemPath}.activity") : null));
        }

        ExpectedStatusCodes = cases;
    }

    private protected override async ValueTask EndAsync(ActivityExecutionContext context, HttpReply reply)
    {
        var next = reply switch
        {
            { Failure: HttpFailure.Timeout } => Timeout,
            { Failure: HttpFailure.FailedToConnect } => FailedToConnect,
            _ => ExpectedStatusCodes.FirstOrDefault(candidate => candidate.StatusCode == reply.StatusCode) is { } match ? match.Activity : UnmatchedStatusCode,
        };
        if (next is null)
            await context.CompleteActivityAsync();
        else
            await context.ScheduleActivityAsync(next, OnChildCompletedAsync);
    }

    private static ValueTask OnChildCompletedAsync(ActivityCompletedContext completed) => completed.TargetContext.CompleteActivityAsync();
}
