namespace Masterplan.Host.Composition;

/// <summary>Where the cloud is reached, and as whom.</summary>
/// <param name="Address">The API's base address with /v2; unset takes the zone's own.</param>
/// <param name="ApiKey">The key.</param>
/// <param name="ApiSecret">Its secret.</param>
/// <param name="IsRehearsal">Whether this is a rehearsal.</param>
/// <param name="Speed">Cloud seconds for each second of the wall clock; 1 on the real one.</param>
public sealed record CloudEndpoint(Uri? Address, string ApiKey, string ApiSecret, bool IsRehearsal, double Speed)
{
    public override string ToString() => IsRehearsal ? $"rehearsal at {Address}" : $"Exoscale {Address}";
}
