namespace Masterplan.Activities.Webhooks;

/// <summary>Sends notices to receivers outside.</summary>
public interface IWebhookSender
{
    /// <summary>Sends one request, and is done once it was answered with 2xx. What may go better later is told by <see cref="Steps.Transience"/>.</summary>
    /// <param name="url">The receiver, of http or https.</param>
    /// <param name="key">The same for each repetition: the header Idempotency-Key.</param>
    /// <param name="body">What is told, as JSON.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    Task SendAsync(Uri url, string key, string body, CancellationToken cancellationToken);
}
