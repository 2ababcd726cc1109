namespace Masterplan.Host.Webhooks;

/// <summary>Whether a run's webhook knows how the run stands.</summary>
internal enum WebhookState
{
    /// <summary>It has answered with 2xx.</summary>
    Told,

    /// <summary>It has not answered so yet; it is told again.</summary>
    Waiting,
}
