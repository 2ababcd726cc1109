namespace Masterplan.Host.Composition;

/// <summary>The way to the cloud, while a rehearsal may still be starting.</summary>
/// <param name="IsRehearsal">Whether it is a rehearsal.</param>
/// <param name="Endpoint">Completes when the cloud can be reached.</param>
internal sealed record CloudLink(bool IsRehearsal, Task<CloudEndpoint> Endpoint);
