using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Store.Engines;

[Trait("Store", "SQLite")]
public sealed class SqliteEngineTests
{
    [Fact]
    public async Task Migrations_make_what_the_model_says()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await using var context = await runtime.Services.GetRequiredService<IDbContextFactory<RuntimeDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task Lock_of_a_process_that_was_killed_while_it_migrated_holds_nobody_up()
    {
        var folder = await PreparedFolderAsync("DELETE FROM __EFMigrationsHistory; DROP TABLE Journal; INSERT OR REPLACE INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, '2026-01-01')");
        // The tables that are there already make this migration fail; that it fails shows that it was not held up.
        await Should.ThrowAsync<StoreException>(async () => await TestRuntime.StartAsync(folder: folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_left_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("corrupt-").FullName;
        var path = Path.Combine(folder, "runs.db");
        var content = string.Join('\n', Enumerable.Repeat("This is no database.", 500));
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<StoreException>(async () => await TestRuntime.StartAsync(folder: folder));

        error.Fault.ShouldBe(StoreFault.Corrupt);
        error.Message.ShouldContain(path);
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe(content);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Damaged_database_is_refused()
    {
        var folder = await PreparedFolderAsync();
        var path = Path.Combine(folder, "runs.db");
        await using (var file = File.OpenWrite(path))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[8192].Select((_, index) => (byte)(index * 7)).ToArray(), TestContext.Current.CancellationToken);
        }

        var error = await Should.ThrowAsync<StoreException>(async () => await TestRuntime.StartAsync(folder: folder));
        error.Fault.ShouldBe(StoreFault.Corrupt);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Database_of_a_newer_program_is_refused_unchanged()
    {
        var folder = await PreparedFolderAsync("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29990101000000_Future', '99')");

        var error = await Should.ThrowAsync<StoreException>(async () => await TestRuntime.StartAsync(folder: folder));

        error.Fault.ShouldBe(StoreFault.Newer);
        error.Message.ShouldContain("29990101000000_Future");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Full_disk_fails_those_who_wait_and_the_run_goes_on_once_there_is_space()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await runtime.RunAsync(Definition("warm", Sequence(Write("W", "x"))));
        var store = runtime.Services.GetRequiredService<RuntimeStore>();
        var definition = Definition("full", Sequence(Event("E", "Go"), Set("S", "x", "'x'.repeat(1000000)"), Write("W", "end")), variables: ["x:Object"]);
        var run = await runtime.StartRunAsync(definition);
        await runtime.UntilSuspendedAsync(run);
        var pages = await store.WriteAsync(session => (long)session.Scalar("PRAGMA page_count")!);
        await store.WriteAsync(session => session.Scalar($"PRAGMA max_page_count={pages + 10}"));
        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<StoreException>(() => runtime.WaitAsync(run));
        error.Fault.ShouldBe(StoreFault.Full);
        error.Message.ShouldContain("no space is left");

        await store.WriteAsync(session => session.Scalar("PRAGMA max_page_count=1073741823"));
        await runtime.UntilAsync(async () => (await runtime.Instances.GetAsync(run, TestContext.Current.CancellationToken)).Status == WorkflowStatus.Finished);
        runtime.Lines.ShouldBe(["x", "end"]);
    }

    private static async Task<string> PreparedFolderAsync(string? sql = null)
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        await using var runtime = await TestRuntime.StartAsync(folder: folder);
        await runtime.RunAsync(Definition("warm", Sequence(Write("W", "x"))));
        if (sql is not null)
            await runtime.Services.GetRequiredService<RuntimeStore>().WriteAsync(session => session.Execute(sql));
        return folder;
    }
}
