namespace Masterplan.Exoscale.Zones;

/// <summary>The zones of Exoscale.</summary>
public interface IZoneApi
{
    /// <summary>All zones with their endpoints. Sent unsigned: a key restricted to some operations is refused when it signs this call.</summary>
    Task<IReadOnlyList<Zone>> ListAsync(CancellationToken cancellationToken = default);
}
