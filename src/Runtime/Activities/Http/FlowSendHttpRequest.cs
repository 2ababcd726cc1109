using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Sends a request, and goes on by the status of its answer.</summary>
[Activity("Elsa", "HTTP", "Send an HTTP request and go on by its answer.", DisplayName = "HTTP Request (flow)", Kind = ActivityKind.Task)]
public sealed class FlowSendHttpRequest : HttpRequestActivity, IOffersOutcomes
{
    public const string UnmatchedStatusCode = "Unmatched status code";
    public const string FailedToConnect = "Failed to connect";
    public const string TimedOut = "Timeout";

    [Input(Description = "The statuses that have an outcome of their own.", UIHint = InputUIHints.MultiText, DefaultValue = new[] { 200 }, Order = 5.1f)]
    public Input<ICollection<int>?> ExpectedStatusCodes { get; set; } = new(new Expression("Object", "[200]"));

    IReadOnlyCollection<string>? IOffersOutcomes.OfferedOutcomes => ExpectedStatusCodes.Expression is { Type: "Literal" or "Object" } expression
        ? [.. Values.Items(expression.Value).Select(item => item?.ToString() ?? ""), UnmatchedStatusCode, FailedToConnect, TimedOut, "Done"]
        : null;

    private protected override ValueTask EndAsync(ActivityExecutionContext context, HttpReply reply) => context.CompleteActivityWithOutcomesAsync(reply switch
    {
        { Failure: HttpFailure.Timeout } => [TimedOut],
        { Failure: HttpFailure.FailedToConnect } => [FailedToConnect],
        _ => [.. Matched(context.Get(ExpectedStatusCodes) ?? [], reply.StatusCode!.Value), "Done"],
    });

    private static string[] Matched(ICollection<int> expected, int status) => expected.Count == 0 ? [] : [expected.Contains(status) ? $"{status}" : UnmatchedStatusCode];
}
