namespace Masterplan.Runtime.Runs;

/// <summary>Starts and steers runs. Every request is durable once its task has completed; it takes effect as soon as the queue gets to it.
/// Unknown ids: <see cref="RunNotFoundException"/>. A store that cannot be written: <see cref="Store.StoreException"/>.</summary>
public interface IWorkflowRuntime
{
    /// <summary>Stores a new instance of the published version and queues it; answers with its id.</summary>
    Task<string> StartAsync(StartRequest request, CancellationToken cancellationToken = default);

    /// <summary>Does the same so many times, a few with each write; answers with the ids. Where a start is refused, those written before it stay.</summary>
    Task<IReadOnlyList<string>> StartManyAsync(StartRequest request, int count, CancellationToken cancellationToken = default);

    /// <summary>Runs the activity of an open incident again, with fresh properties. Without an incident id: all open incidents of the instance and of what it dispatched.</summary>
    Task RetryAsync(string instanceId, string? incidentId = null, CancellationToken cancellationToken = default);

    /// <summary>Lets the activity of an open incident count as completed with outcome Done. Without an incident id: all open incidents of the instance and of what it dispatched.</summary>
    Task SkipAsync(string instanceId, string? incidentId = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels the instance and everything that it dispatched. Nothing happens if it is finished.</summary>
    Task CancelAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Starts no further activity in the instance and what it dispatched; what runs now ends and is checkpointed.</summary>
    Task PauseAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Goes on after a pause.</summary>
    Task ResumeAsync(string instanceId, CancellationToken cancellationToken = default);

    /// <summary>Resumes what waits at a bookmark. The input is what the activity sees over the workflow's input. Unknown or used: nothing happens, false.</summary>
    Task<bool> TriggerBookmarkAsync(string bookmarkId, IDictionary<string, object?>? input = null, CancellationToken cancellationToken = default);

    /// <summary>Resumes every bookmark with this name and stimulus; answers with their number.</summary>
    Task<int> ResumeBookmarksAsync(string bookmarkName, object? stimulus, IDictionary<string, object?>? input = null, string? correlationId = null, CancellationToken cancellationToken = default);

    /// <summary>Resumes the Event activities that wait for this event, of one run if its id is given; otherwise also starts the workflows that begin with it, with the correlation id. Answers with the number of both.</summary>
    Task<int> PublishEventAsync(string eventName, object? payload = null, string? correlationId = null, string? instanceId = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until the instance is finished, or cannot go on by itself: paused, or an incident is open in it or in what it dispatched and nothing else of the tree is under way.
    /// Fails with the store's exception if the store fails meanwhile.</summary>
    Task<WorkflowInstance> WaitAsync(string instanceId, CancellationToken cancellationToken = default);
}
