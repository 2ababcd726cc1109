using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Definitions;

/// <summary>Keeps definitions in versions. Changes are serialized, so that two of them never make the same version.</summary>
internal sealed partial class WorkflowDefinitions(
    RuntimeStore store,
    DefinitionReader reader,
    WorkflowGraphs graphs,
    DefinitionChanges changes,
    HostNews news,
    TriggerIndexer triggers,
    DueTimer timer,
    IIdentityGenerator ids,
    TimeProvider time) : IWorkflowDefinitions, IDisposable
{
    private const string UserOfVersion = """
        SELECT DefinitionId FROM Definitions d
        WHERE DefinitionId<>@p1 AND Json LIKE @p2 AND (IsPublished OR IsLatest OR EXISTS (SELECT 1 FROM Instances WHERE DefinitionVersionId=d.Id AND Status=0)) AND Id<>@p0
        """;

    private readonly SemaphoreSlim _changing = new(1, 1);

    public long Changes => changes.Count;

    public Task<WorkflowDefinition> ImportAsync(string json, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var document = DefinitionReader.Parse(json, "?");
        reader.Workflows.Pin(document["root"]);
        reader.Read(document);
        var versions = await RowsAsync(IdOf(document), cancellationToken);
        var published = versions.Find(row => row.IsPublished);
        if (published is { IsLatest: true } && DefinitionDocuments.HasSameContent(DefinitionReader.Parse(published.Json, published.DefinitionId), document))
            return DefinitionDocuments.Map(published);
        return await PublishAsync(versions, await PutDraftAsync(versions, document), cancellationToken);
    });

    public Task ProvideAsync(IEnumerable<(string Source, string Json)> documents, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var provided = 0;
        foreach (var document in documents.Select(item => DefinitionReader.Parse(item.Json, item.Source)))
        {
            var versions = await RowsAsync(IdOf(document), cancellationToken);
            if (versions.Exists(row => DefinitionDocuments.HasSameContent(DefinitionReader.Parse(row.Json, row.DefinitionId), document)))
                continue;
            await PublishAsync(versions, await PutDraftAsync(versions, document), cancellationToken);
            provided++;
        }

        return provided;
    });

    public Task<WorkflowDefinition> SaveAsync(JsonObject document, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
        DefinitionDocuments.Map(await PutDraftAsync(await RowsAsync(IdOf(document), cancellationToken), document)));

    public Task<WorkflowDefinition> PublishAsync(string definitionId, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var versions = await RowsAsync(definitionId, cancellationToken);
        var latest = versions.Find(row => row.IsLatest) ?? throw new DefinitionNotFoundException(definitionId, "stored");
        return latest.IsPublished ? DefinitionDocuments.Map(latest) : await PublishAsync(versions, latest, cancellationToken);
    });

    public Task<WorkflowDefinition> RetractAsync(string definitionId, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var published = (await RowsAsync(definitionId, cancellationToken)).Find(row => row.IsPublished) ?? throw new DefinitionNotFoundException(definitionId, "published");
        var retracted = DefinitionDocuments.With(published, published.IsLatest, isPublished: false);
        await store.WriteAsync(session => DefinitionDocuments.Put(session, retracted) + TriggerStatements.Remove(session, retracted));
        graphs.Forget(retracted.Id);
        return DefinitionDocuments.Map(retracted);
    });

    public Task<WorkflowDefinition> RevertAsync(string definitionId, int version, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var versions = await RowsAsync(definitionId, cancellationToken);
        var old = versions.Find(row => row.Version == version) ?? throw new DefinitionNotFoundException(definitionId, $"{version}.");
        return DefinitionDocuments.Map(await PutNewAsync(versions, DefinitionReader.Parse(old.Json, definitionId)));
    });

    public async Task<WorkflowDefinition?> FindAsync(string definitionId, VersionOptions version = default, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var row = await context.Definitions.AsNoTracking().Where(candidate => candidate.DefinitionId == definitionId).Where(version.Predicate)
            .OrderByDescending(candidate => candidate.Version).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : DefinitionDocuments.Map(row);
    }

    public async Task<WorkflowDefinition?> FindByVersionIdAsync(string definitionVersionId, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var row = await context.Definitions.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == definitionVersionId, cancellationToken);
        return row is null ? null : DefinitionDocuments.Map(row);
    }

    public async Task<IReadOnlyList<WorkflowDefinition>> ListAsync(VersionOptions version = default, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var rows = await context.Definitions.AsNoTracking().Where(version.Predicate)
            .OrderBy(row => row.DefinitionId).ToListAsync(cancellationToken);
        return rows.ConvertAll(DefinitionDocuments.Map);
    }

    public async Task<IReadOnlyList<WorkflowDefinition>> VersionsAsync(string definitionId, CancellationToken cancellationToken = default) =>
        (await RowsAsync(definitionId, cancellationToken)).ConvertAll(DefinitionDocuments.Map);

    public Task<bool> DeleteAsync(string definitionId, int? version = null, CancellationToken cancellationToken = default) => ChangeAsync(async () =>
    {
        var doomed = (await RowsAsync(definitionId, cancellationToken)).FindAll(row => version is null || row.Version == version);
        var deleted = await store.WriteAsync(session =>
        {
            doomed.ForEach(row => CheckUnused(session, row));
            return doomed.Sum(row => Delete(session, row));
        });
        await PromoteAsync(definitionId, cancellationToken);
        return deleted > 0;
    });

    public IReadOnlyList<DefinitionFault> Validate(string json)
    {
        try
        {
            return reader.TryRead(DefinitionReader.Parse(json, "?")).Faults;
        }
        catch (DefinitionException e)
        {
            return e.Faults;
        }
    }

    public void Dispose() => _changing.Dispose();

    private static string IdOf(JsonObject document) => References.Text(document["definitionId"]) is { Length: > 0 } id
        ? id
        : throw new DefinitionException("?", [new DefinitionFault("definitionId", "The definition has no definitionId.")]);

    private static void CheckUnused(WriteSession session, DefinitionRow row)
    {
        if (session.Scalar("SELECT Id FROM Instances WHERE DefinitionVersionId=@p0 AND Status=0", row.Id) is string run)
            throw new RunStateException(run, $"Version {row.Version} of '{row.DefinitionId}' was not deleted: run '{run}' is still on it. Cancel that run, or wait for its end.");
        // Only where a version that may run has it: one that is published, is the latest, or that a run is on.
        if (UserOf(session, row) is { } user)
            throw new DefinitionInUseException(row.DefinitionId, row.Version, user);
    }

    private static int Delete(WriteSession session, DefinitionRow row)
    {
        TriggerStatements.Remove(session, row);
        return session.Execute("DELETE FROM Definitions WHERE Id=@p0", row.Id);
    }

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change)
    {
        await _changing.WaitAsync();
        try
        {
            await using var others = await store.Engine.ExcludeAsync("definitions", CancellationToken.None);
            var changed = await change();
            await store.NoteDefinitionChangeAsync();
            news.DefinitionsChanged();
            return changed;
        }
        finally
        {
            changes.Note();
            _changing.Release();
        }
    }

    private async Task<List<DefinitionRow>> RowsAsync(string definitionId, CancellationToken cancellationToken)
    {
        await using var context = store.Read();
        return await context.Definitions.AsNoTracking().Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version).ToListAsync(cancellationToken);
    }

    private async Task PromoteAsync(string definitionId, CancellationToken cancellationToken)
    {
        var left = await RowsAsync(definitionId, cancellationToken);
        if (left.Count > 0 && !left.Exists(row => row.IsLatest))
            await PutAsync(DefinitionDocuments.With(left[0], isLatest: true, left[0].IsPublished));
    }

    /// <summary>Over the draft; a draft that a run is on, as one that was tried out or retracted, stays as that run knows it.</summary>
    private async Task<DefinitionRow> PutDraftAsync(List<DefinitionRow> versions, JsonObject document) =>
        versions.Find(row => row.IsLatest) is { IsPublished: false } draft && !await IsInUseAsync(draft)
            ? await PutAsync(DefinitionDocuments.Row(document, draft.Id, draft.Version, draft.CreatedAt))
            : await PutNewAsync(versions, document);

    private Task<bool> IsInUseAsync(DefinitionRow row) => store.WriteAsync(session =>
        session.Scalar("SELECT Id FROM Instances WHERE DefinitionId=@p0 AND DefinitionVersionId=@p1 AND Status=0 LIMIT 1", row.DefinitionId, row.Id) is not null || UserOf(session, row) is not null);

    private static string? UserOf(WriteSession session, DefinitionRow row) =>
        (string?)session.Scalar(UserOfVersion, row.Id, row.DefinitionId, $"%\"workflowDefinitionVersionId\":\"{row.Id}\"%");

    private async Task<DefinitionRow> PutNewAsync(List<DefinitionRow> versions, JsonObject document)
    {
        // A file may bring the version's id along; one that is taken, or absent, is replaced.
        var wanted = versions.Count == 0 ? References.Text(document["id"]) : null;
        var id = wanted is { Length: > 0 } && await FindByVersionIdAsync(wanted) is null ? wanted : ids.GenerateId();
        var row = DefinitionDocuments.Row(document, id, versions.Count == 0 ? 1 : versions[0].Version + 1, time.GetUtcNow());
        foreach (var old in versions.Where(version => version.IsLatest))
            await PutAsync(DefinitionDocuments.With(old, isLatest: false, old.IsPublished));
        return await PutAsync(row);
    }

    private async Task<WorkflowDefinition> PublishAsync(List<DefinitionRow> versions, DefinitionRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var published = DefinitionDocuments.With(row, isLatest: true, isPublished: true, document => reader.Workflows.Pin(document["root"]));
        var starts = await triggers.IndexAsync(published, reader.Read(DefinitionReader.Parse(published.Json, published.DefinitionId)), cancellationToken);
        var leads = WorkflowActivityDescriptor.LeadsConsumers(DefinitionReader.Parse(published.Json, published.DefinitionId));
        var others = versions.Where(version => version.Id != row.Id && (version.IsPublished || version.IsLatest)).Select(version => DefinitionDocuments.With(version, false, false)).ToList();
        await store.WriteAsync(session =>
        {
            HttpPaths.CheckFree(session, published, starts);
            return others.Append(published).Sum(version => DefinitionDocuments.Put(session, version)) + TriggerStatements.Replace(session, published, starts, isDone: !leads);
        });
        graphs.Forget(row.Id);
        foreach (var due in starts.Select(start => start.DueAt).OfType<DateTimeOffset>())
            timer.Notice(due);
        changes.Note();
        var definition = DefinitionDocuments.Map(published);
        return leads ? definition with { Consumers = await UpdateConsumersAsync(definition.Document, CancellationToken.None) } : definition;
    }

    private async Task<DefinitionRow> PutAsync(DefinitionRow row)
    {
        await store.WriteAsync(session => DefinitionDocuments.Put(session, row));
        graphs.Forget(row.Id);
        return row;
    }
}
