namespace Masterplan.Runtime.Triggers;

/// <summary>What requests can start or resume.</summary>
public interface IHttpWaits
{
    /// <summary>The endpoints that start published workflows.</summary>
    Task<IReadOnlyList<HttpStart>> StartsAsync(CancellationToken cancellationToken = default);

    /// <summary>The endpoints at which runs wait; of one run, or of those with one correlation id, if either is given. One for each that differs, however many runs wait at it.</summary>
    Task<IReadOnlyList<HttpWait>> WaitsAsync(string? instanceId = null, string? correlationId = null, CancellationToken cancellationToken = default);
}
