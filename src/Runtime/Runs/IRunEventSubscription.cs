namespace Masterplan.Runtime.Runs;

/// <summary>One subscriber's view of the events.</summary>
public interface IRunEventSubscription : IDisposable
{
    IAsyncEnumerable<RunEvent> ReadAllAsync(CancellationToken cancellationToken = default);
}
