using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Webhooks;

[Activity("Masterplan", "Webhooks", "Tells a receiver outside how a run stands, by an HTTP POST that is repeated until it is answered with 2xx.", DisplayName = "Notify webhook")]
public sealed class NotifyWebhook : DurableActivity
{
    [Required]
    [Input(DisplayName = "URL", Description = "The receiver, of http or https.", Order = -10)]
    public Input<string> Url { get; set; } = default!;

    [Required]
    [Input(DisplayName = "Key", Description = "The header Idempotency-Key: the same for each repetition, so that the receiver can tell what it has already.", Order = -9)]
    public Input<string> Key { get; set; } = default!;

    [Required]
    [Input(DisplayName = "Body", Description = "What is told, as JSON.", UIHint = InputUIHints.MultiLine, Order = -8)]
    public Input<string> Body { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(context.Get(Url), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ConfigurationException("The webhook", "url", $"'{context.Get(Url)}' is not an http or https address.");
        await context.GetRequiredService<IWebhookSender>().SendAsync(url, context.Get(Key) ?? "", context.Get(Body) ?? "", cancellationToken);
        return Progress.Done;
    }
}
