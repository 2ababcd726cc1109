using System.Threading.Channels;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Runs;

/// <summary>Stores requests as work items, and tells the queue where to look.</summary>
internal sealed partial class WorkflowRuntime(
    RuntimeStore store,
    WorkflowGraphs graphs,
    RunQueue queue,
    RunEventHub events,
    TriggerNews news,
    StoreHealth health,
    IIdentityGenerator ids,
    RuntimeOptions options,
    TimeProvider time) : IWorkflowRuntime, IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    // What is started in one write: more would make the steps of the runs under way wait behind it.
    private const int MostInOneWrite = 8;

    // Of thousands of starts at once the rest wait here, and leave connections and the writer to the runs under way.
    private readonly SemaphoreSlim _starting = new(16);

    public void Dispose() => _starting.Dispose();

    public async Task<string> StartAsync(StartRequest request, CancellationToken cancellationToken = default) =>
        (await InTurnAsync(async () => await StartAsync(request, await DefinitionAsync(request, cancellationToken), 1), cancellationToken))[0];

    public async Task<IReadOnlyList<string>> StartManyAsync(StartRequest request, int count, CancellationToken cancellationToken = default)
    {
        var definition = await InTurnAsync(() => DefinitionAsync(request, cancellationToken), cancellationToken);
        // Where one may be refused each has a write of its own.
        var isFree = request.ExclusiveWith.Count == 0 && (await graphs.GetAsync(definition.Id)).Workflow.Activation == ActivationStrategy.Always;
        var started = new List<string>(count);
        while (started.Count < count)
            started.AddRange(await InTurnAsync(() => StartAsync(request, definition, isFree ? Math.Min(MostInOneWrite, count - started.Count) : 1), cancellationToken));
        return started;
    }

    public Task RetryAsync(string instanceId, string? incidentId = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(WorkItemKind.Retry, instanceId, incidentId, cancellationToken);

    public Task SkipAsync(string instanceId, string? incidentId = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(WorkItemKind.Skip, instanceId, incidentId, cancellationToken);

    public async Task CancelAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        var tree = await UnfinishedTreeAsync(instanceId, cancellationToken);
        await PutAsync(tree.ConvertAll(row => Item(row.Id, WorkItemKind.Cancel)));
        foreach (var row in tree)
            queue.Interrupt(row.Id);
    }

    public Task PauseAsync(string instanceId, CancellationToken cancellationToken = default) => PutToTreeAsync(instanceId, WorkItemKind.Pause, cancellationToken);

    public Task ResumeAsync(string instanceId, CancellationToken cancellationToken = default) => PutToTreeAsync(instanceId, WorkItemKind.Resume, cancellationToken);

    public async Task<bool> TriggerBookmarkAsync(string bookmarkId, IDictionary<string, object?>? input = null, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var instance = await context.Bookmarks.Where(bookmark => bookmark.Id == bookmarkId).Select(bookmark => bookmark.InstanceId).FirstOrDefaultAsync(cancellationToken);
        if (instance is null)
            return false;
        await PutAsync([Item(instance, WorkItemKind.ResumeBookmark, bookmarkId, input is null ? null : RuntimeJson.Serialize(input))]);
        return true;
    }

    public Task<int> ResumeBookmarksAsync(string bookmarkName, object? stimulus, IDictionary<string, object?>? input = null, string? correlationId = null, CancellationToken cancellationToken = default) =>
        PublishAsync(new PublishedEvent(bookmarkName, BookmarkHash.Of(bookmarkName, stimulus), correlationId, null, RuntimeJson.Serialize(input ?? new Dictionary<string, object?>())));

    public Task<int> PublishEventAsync(string eventName, object? payload = null, string? correlationId = null, string? instanceId = null, CancellationToken cancellationToken = default) =>
        PublishAsync(EventPublication.Of(eventName, payload, correlationId, instanceId));

    public async Task<WorkflowInstance> WaitAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        // One that settles says so with an event of an instance as a whole; all others are not worth a look.
        using var subscription = events.Subscribe(happened => happened.EventName.StartsWith("Workflow", StringComparison.Ordinal));
        while (true)
        {
            if (health.Failure.IsCompleted)
                throw await health.Failure;
            if (await SettledAsync(instanceId, cancellationToken) is { } settled)
                return settled;
            await ChangeAsync(subscription.Reader, cancellationToken);
        }
    }

    private async Task<int> PublishAsync(PublishedEvent published)
    {
        var now = time.GetUtcNow();
        var outcome = await store.WriteAsync(session => EventPublication.Publish(session, published, now));
        news.Tell(outcome);
        return outcome.Resumed.Count + outcome.Started.Count;
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> start, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return await start();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<List<string>> StartAsync(StartRequest request, DefinitionRow definition, int count)
    {
        var activation = (await graphs.GetAsync(definition.Id)).Workflow.Activation;
        var input = request.Input.ToDictionary(pair => pair.Key, pair => Values.Plain(pair.Value));
        var created = Enumerable.Range(0, count).Select(_ => InstanceFactory.Create(RowOf(request, definition), input)).ToList();
        var started = await store.WriteAsync(session => created.ConvertAll(instance => Start(session, request, activation, instance)));
        foreach (var instance in created.Where(instance => started.Contains(instance.Row.Id)))
            events.Publish(RunEvent.OfInstance(instance.Row, "WorkflowStarted", instance.Row.CreatedAt));
        foreach (var id in started)
            queue.Signal(id);
        return started;
    }

    private InstanceRow RowOf(StartRequest request, DefinitionRow definition)
    {
        var id = ids.GenerateId();
        return new()
        {
            Id = id,
            DefinitionId = definition.DefinitionId,
            DefinitionVersionId = definition.Id,
            Version = definition.Version,
            CorrelationId = request.CorrelationId,
            Name = request.Name,
            RootInstanceId = id,
            IdempotencyKey = request.IdempotencyKey,
            TriggerActivityId = request.TriggerActivityId,
            CreatedAt = time.GetUtcNow(),
        };
    }

    private static string Start(WriteSession session, StartRequest request, ActivationStrategy activation, NewInstance created)
    {
        if (request.IdempotencyKey is { } key)
        {
            session.Exclude($"idempotency key {key}");
            if (session.Scalar("SELECT Id FROM Instances WHERE IdempotencyKey=@p0", key) is string known)
                return known;
        }

        if (session.IsRepeat && session.Scalar("SELECT Id FROM Instances WHERE Id=@p0", created.Row.Id) is string started)
            return started;
        if (request.CorrelationId is { } correlationId && request.ExclusiveWith.Count > 0)
        {
            session.Exclude($"activation of {correlationId}");
            foreach (var definitionId in request.ExclusiveWith)
                if (session.Scalar("SELECT Id FROM Instances WHERE CorrelationId=@p0 AND DefinitionId=@p1 AND Status=0", correlationId, definitionId) is string running)
                    throw new AlreadyRunningException(request.DefinitionId, correlationId, running, definitionId);
        }

        ActivationRule.Check(session, activation, request.DefinitionId, request.CorrelationId);
        var statements = new List<SqlStatement>();
        CheckpointStatements.AddInstance(statements, created);
        foreach (var statement in statements)
            session.Add(statement);
        return created.Row.Id;
    }

    private async Task ChangeAsync(ChannelReader<RunEvent> reader, CancellationToken cancellationToken)
    {
        var arrival = reader.WaitToReadAsync(cancellationToken).AsTask();
        // Word of what another host did may be lost.
        var first = options.IsExclusive ? await Task.WhenAny(arrival, health.Failure) : await Task.WhenAny(arrival, health.Failure, Task.Delay(Glance, time, cancellationToken));
        if (first == health.Failure)
            throw await health.Failure;
        if (first != arrival)
            return;
        if (!await arrival)
            throw new OperationCanceledException("The runtime has stopped.", cancellationToken);
        while (reader.TryRead(out _))
        {
        }
    }

    /// <summary>The version, without its document.</summary>
    private async Task<DefinitionRow> DefinitionAsync(StartRequest request, CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        var version = request.DefinitionVersionId is { } id
            ? context.Definitions.Where(row => row.Id == id && row.DefinitionId == request.DefinitionId)
            : context.Definitions.Where(row => row.DefinitionId == request.DefinitionId && row.IsPublished);
        return await version.Select(row => new DefinitionRow { Id = row.Id, DefinitionId = row.DefinitionId, Version = row.Version, Json = "" }).FirstOrDefaultAsync(cancellationToken)
            ?? throw new DefinitionNotFoundException(request.DefinitionId, request.DefinitionVersionId is null ? "published" : $"'{request.DefinitionVersionId}'");
    }

    private async Task PutToTreeAsync(string instanceId, WorkItemKind kind, CancellationToken cancellationToken) =>
        await PutAsync((await UnfinishedTreeAsync(instanceId, cancellationToken)).ConvertAll(row => Item(row.Id, kind)));

    private async Task<List<InstanceRow>> UnfinishedTreeAsync(string instanceId, CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        var row = await context.Instances.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == instanceId, cancellationToken)
            ?? throw new RunNotFoundException(instanceId);
        var tree = await WorkflowInstances.TreeAsync(context, instanceId, cancellationToken);
        return tree.Prepend(row).Where(member => member.Status == WorkflowStatus.Running).ToList();
    }

    private async Task PutAsync(List<WorkItemRow> items)
    {
        var statements = items.ConvertAll(CheckpointStatements.WorkItem);
        await store.WriteAsync(session =>
        {
            foreach (var statement in statements)
                session.Add(statement);
        });
        foreach (var item in items)
            queue.Signal(item.InstanceId);
    }

    private WorkItemRow Item(string instanceId, WorkItemKind kind, string? target = null, string? payload = null) => new()
    {
        Id = Guid.NewGuid().ToString("N"),
        InstanceId = instanceId,
        Kind = kind,
        TargetId = target,
        Payload = payload,
        CreatedAt = time.GetUtcNow(),
    };

    private async Task<WorkflowInstance?> SettledAsync(string instanceId, CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        await using var snapshot = await store.SnapshotAsync(context, cancellationToken);
        var row = await context.Instances.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == instanceId, cancellationToken)
            ?? throw new RunNotFoundException(instanceId);
        if (health.StuckBy(instanceId) is { } error)
            throw new RunStateException(instanceId, $"Run '{instanceId}' cannot be executed: {error.Message}");
        if (row.Status == WorkflowStatus.Finished || await IsAtRestAsync(context, row, cancellationToken))
            return InstanceQueries.Map(row);
        return null;
    }

    private static async Task<bool> IsAtRestAsync(RuntimeDbContext context, InstanceRow row, CancellationToken cancellationToken)
    {
        var tree = (await WorkflowInstances.TreeAsync(context, row.Id, cancellationToken)).Prepend(row).Where(member => member.Status == WorkflowStatus.Running).ToList();
        if (!tree.Exists(member => member.IsPaused || member.IncidentCount > 0))
            return false;
        if (tree.Exists(member => !member.IsPaused && (member.IsRunnable || member.LeaseUntil is not null)))
            return false;
        var active = tree.Where(member => !member.IsPaused).Select(member => member.Id).ToList();
        var all = tree.ConvertAll(member => member.Id);
        return !await context.Bookmarks.AnyAsync(bookmark => bookmark.DueAt != null && active.Contains(bookmark.InstanceId), cancellationToken)
            && !await context.WorkItems.AnyAsync(item => active.Contains(item.InstanceId) || (all.Contains(item.InstanceId) && item.Kind != WorkItemKind.ChildEnded && item.Kind != WorkItemKind.ResumeBookmark), cancellationToken);
    }
}
