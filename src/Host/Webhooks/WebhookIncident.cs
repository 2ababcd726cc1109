namespace Masterplan.Host.Webhooks;

/// <summary>A step that needs a person, or that failed a run.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Node">The node that it works on; unset for a step of the cluster as a whole.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record WebhookIncident(string Step, string? Node, string Message, string Remedy);
