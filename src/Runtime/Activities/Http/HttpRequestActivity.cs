using System.ComponentModel.DataAnnotations;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Sends a request. With a resilience strategy, transient failures are tried again: the number of the attempt is persisted, and the wait is a bookmark.
/// A request that was cut off by the end of the process is sent again.</summary>
public abstract class HttpRequestActivity : Activity, IResilient, IHidesSecrets
{
    private const string AttemptKey = "Attempt";

    [Required]
    [Input(Description = "The address, of http or https.", Order = 0)]
    public Input<Uri?> Url { get; set; } = default!;

    [Input(Description = "The method.", UIHint = InputUIHints.DropDown, Options = new[] { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD" }, DefaultValue = "GET", Order = 1)]
    public Input<string> Method { get; set; } = new("GET");

    [Input(Description = "What is sent along: text as it is, anything else as JSON. It is sent only with a content type.", Order = 2)]
    public Input<object?> Content { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The type of the content.", UIHint = InputUIHints.DropDown, Order = 3, Options = new[]
    {
        "", "application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml",
    })]
    public Input<string?> ContentType { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "The Authorization header, such as: Bearer, a space, and a token.", Category = "Security", CanContainSecrets = true, Order = 4)]
    public Input<string?> Authorization { get; set; } = new(new Expression("Literal", null));

    [Input(Description = "Send the Authorization header as it is.", Category = "Security", Order = 5)]
    public Input<bool> DisableAuthorizationHeaderValidation { get; set; } = new(false);

    [Input(Description = "More headers.", UIHint = InputUIHints.JsonEditor, Category = "Advanced", Order = 6)]
    public Input<IDictionary<string, string>?> RequestHeaders { get; set; } = new(new Expression("Literal", "{}"));

    [Input(Description = "Try again after transient failures, three times unless a resilience strategy says otherwise.")]
    public Input<bool> EnableResiliency { get; set; } = new(false);

    [Output(Description = "The answer's status.")]
    public Output<int>? StatusCode { get; set; }

    [Output(Description = "The answer's content, parsed if it is JSON.")]
    public Output<object?>? ParsedContent { get; set; }

    [Output(Description = "The answer's headers, without cookies.")]
    public Output<IDictionary<string, string>>? ResponseHeaders { get; set; }

    [Output(Description = "Status, headers and content.", IsSerializable = false)]
    public Output<object?>? Result { get; set; }

    object? IHidesSecrets.Shown(string input, object? value) => (input, value) switch
    {
        (nameof(Url), Uri url) => SecretNames.Hide(url),
        (nameof(RequestHeaders), IDictionary<string, string> headers) => SecretNames.Hide(headers),
        _ => value,
    };

    /// <summary>Ends the activity by what became of the request.</summary>
    private protected abstract ValueTask EndAsync(ActivityExecutionContext context, HttpReply reply);

    protected override ValueTask ExecuteAsync(ActivityExecutionContext context) => SendAsync(context);

    private async ValueTask SendAsync(ActivityExecutionContext context)
    {
        var strategy = await StrategyAsync(context);
        var reply = await context.GetRequiredService<HttpSender>().SendAsync(Call(context), context.CancellationToken);
        var attempt = context.UpdateProperty<int>(AttemptKey, last => last + 1);
        if (reply.IsTransient && strategy.Retries(attempt))
        {
            var wait = strategy.WaitAfter(attempt, reply.RetryAfter, Random.Shared.NextDouble());
            context.AddExecutionLogEntry("Retry", $"Attempt {attempt} of {strategy.MaxRetryAttempts + 1}: {reply.Summary}; next try in {wait.TotalSeconds:0.#} s.", null, new { attempt, delay = wait, reply.StatusCode });
            context.DelayFor(wait, SendAsync);
            return;
        }

        context.JournalData["attempts"] = attempt;
        if (reply.Failure is not null)
            context.AddExecutionLogEntry("Unanswered", reply.Summary);
        SetOutputs(context, reply);
        await EndAsync(context, reply);
    }

    private HttpCall Call(ActivityExecutionContext context) => new(Url.Get(context)!, Method.Get(context))
    {
        Content = context.Get(Content),
        ContentType = context.Get(ContentType),
        Authorization = context.Get(Authorization),
        ChecksAuthorization = !context.Get(DisableAuthorizationHeaderValidation),
        Headers = new Dictionary<string, string>(context.Get(RequestHeaders) ?? new Dictionary<string, string>()),
    };

    private async ValueTask<HttpCallStrategy> StrategyAsync(ActivityExecutionContext context)
    {
        var chosen = CustomProperties.TryGetValue("resilienceStrategy", out var value) ? Values.To<ResilienceChoice>(value) : null;
        object? named = chosen?.StrategyId;
        if (chosen is { Mode: "Expression", Expression: { } expression })
            named = await context.GetRequiredService<IExpressionEvaluator>().EvaluateAsync(new Expression(expression.Type, expression.Value), typeof(object), context.ExpressionExecutionContext);
        return named switch
        {
            null or "" => context.Get(EnableResiliency) ? HttpCallStrategy.All[0] : HttpCallStrategy.None,
            string id => HttpCallStrategy.All.FirstOrDefault(strategy => strategy.Id == id)
                ?? throw new FaultException("NoStrategy", "HTTP", "Resilience", $"There is no resilience strategy '{id}'. Known: {string.Join(", ", HttpCallStrategy.All.Select(strategy => strategy.Id))}."),
            _ => Values.To<HttpCallStrategy>(named)!,
        };
    }

    private void SetOutputs(ActivityExecutionContext context, HttpReply reply)
    {
        if (reply.StatusCode is { } status)
            context.Set(StatusCode, status);
        context.Set(ParsedContent, reply.Content);
        context.Set((Output?)ResponseHeaders, reply.Headers);
        context.Set(Result, reply.StatusCode is null ? null : new { reply.StatusCode, reply.Headers, reply.Content });
    }

    private sealed record ResilienceChoice(string? Mode, string? StrategyId, ChoiceExpression? Expression);

    private sealed record ChoiceExpression(string Type, object? Value);
}
