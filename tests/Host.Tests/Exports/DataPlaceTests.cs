using Masterplan.Host.Composition;
using Masterplan.Host.Exports;
using Masterplan.Host.Tests.Api;
using Masterplan.Runtime.Hosting.Copies;
using Masterplan.Runtime.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Host.Tests.Exports;

/// <summary>What is exported beside a host that works, and imported elsewhere: nothing more and nothing less, and never half.</summary>
public sealed class DataPlaceTests(BuiltCluster cluster, Server server) : IClassFixture<BuiltCluster>, IClassFixture<Server>, IDisposable
{
    private readonly TemporaryFolder root = new();
    private int folders;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FileInfo Export => new(Path.Combine(root.Path, "export"));

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task Everything_goes_from_a_folder_into_PostgreSQL_and_back_and_every_row_is_the_same()
    {
        await using var original = Original();
        var before = await Content.OfAsync(original);
        foreach (var table in new[] { "Secrets", "Documents", "Clusters", "Ledger", "Nodes", "Changes", "Definitions", "Instances", "InstanceParts", "Journal", "ActivityExecutions" })
            before[table].ShouldNotBeEmpty(table);

        var (postgres, folder) = (await server.NewDatabaseAsync(), NewFolder());
        await ExportAsync();
        await using (var database = await ServerAsync(postgres))
            await ImportAsync(database);
        await using (var database = await ServerAsync(postgres))
        {
            (await Content.OfAsync(database)).ShouldBeThatOf(before);
        }

        await using (var database = await ServerAsync(postgres))
            await new DataExport(database, TimeProvider.System).WriteAsync(Export, ExportFile.Passphrase, replaces: true, Token);
        await using (var place = Folder(folder))
            await ImportAsync(place);
        await using (var place = Folder(folder))
            (await Content.OfAsync(place)).ShouldBeThatOf(before);
        new DirectoryInfo(folder.Root).GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal).ShouldBe(["access.json", "audit.jsonl", "clusters.db", "runs.db", "secrets"]);
        File.GetUnixFileMode(folder.AccessList).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(folder.Secrets).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Numbers_that_the_database_gives_go_on_after_those_that_were_imported()
    {
        var postgres = await server.NewDatabaseAsync();
        await ExportAsync();
        await using (var database = await ServerAsync(postgres))
            await ImportAsync(database);
        await Server.ExecuteAsync(postgres, """INSERT INTO "Changes" ("Run", "Cluster", "Kind", "What", "At") VALUES ('a', 'b', 'c', 'd', 1)""");
        await Server.ExecuteAsync(postgres, """INSERT INTO "Audit" ("Json") VALUES ('{}')""");
    }

    [Fact]
    public async Task Export_of_a_database_that_is_written_meanwhile_is_of_one_instant()
    {
        var postgres = await server.NewDatabaseAsync();
        await ExportAsync();
        await using (var database = await ServerAsync(postgres))
            await ImportAsync(database);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
                await Server.ExecuteAsync(postgres, """WITH change AS (INSERT INTO "Changes" ("Run", "Cluster", "Kind", "What", "At") VALUES ('a', 'b', 'c', 'd', 1)) INSERT INTO workitems (id, instanceid, kind, createdat) VALUES (gen_random_uuid(), 'a', 0, 1)""");
        }, Token);
        var counts = new List<int>();
        for (var export = 0; export < 6; export++)
        {
            await using var database = await ServerAsync(postgres);
            var content = await Content.OfAsync(database);
            // The two tables are of different contexts, and are read at different times.
            var changes = content["Changes"].Count(row => row.Contains("CLUSTER=b,", StringComparison.Ordinal));
            content["workitems"].Count(row => row.Contains("INSTANCEID=a,", StringComparison.Ordinal)).ShouldBe(changes);
            counts.Add(changes);
        }

        await enough.CancelAsync();
        await writing;
        counts[^1].ShouldBeGreaterThan(counts[0]);
    }

    [Fact]
    public async Task Place_that_is_not_empty_is_refused_with_what_it_holds_and_stays_as_it_is()
    {
        await ExportAsync();
        var (postgres, folder) = (await server.NewDatabaseAsync(), NewFolder());
        foreach (var open in new Func<Task<IDataPlace>>[] { () => ServerAsync(postgres), () => Task.FromResult<IDataPlace>(Folder(folder)) })
        {
            await using (var place = await open())
                await ImportAsync(place);
            await using var snapshot = await open();
            var before = await Content.OfAsync(snapshot);
            await using (var place = await open())
            {
                var refusal = await Should.ThrowAsync<DataFolderException>(ImportAsync(place));
                refusal.Message.ShouldMatch("is not empty: it holds .*1 rows in Clusters, .* rows in [Ii]nstances, .*Nothing was changed");
                (await Should.ThrowAsync<DataFolderException>(place.FillAsync(place.Newest, AsyncEnumerable.Empty<TableRows>(), Token))).Message.ShouldContain("is not empty");
            }

            await using var after = await open();
            (await Content.OfAsync(after)).ShouldBeThatOf(before);
        }
    }

    [Fact]
    public async Task Import_that_fails_on_its_way_leaves_nothing_and_the_next_one_succeeds()
    {
        var (postgres, folder) = (await server.NewDatabaseAsync(), NewFolder());
        var random = new Random(7);
        await ExportAsync();
        foreach (var open in new Func<Task<IDataPlace>>[] { () => ServerAsync(postgres), () => Task.FromResult<IDataPlace>(Folder(folder)) })
        {
            for (var table = 0; table < 14; table++)
            {
                await using var original = Original();
                var snapshot = await original.SnapshotAsync(Token);
                var (cut, row) = (table, random.Next(2));
                await using (var place = await open())
                    await Should.ThrowAsync<IOException>(place.FillAsync(snapshot.Ages, snapshot.Tables.Select((rows, index) => index >= cut ? rows.Cut(row) : rows), Token));
                await using var left = await open();
                (await left.HeldAsync(Token)).ShouldBeEmpty();
            }

            await using var next = await open();
            await ImportAsync(next);
        }

        Directory.GetDirectories(folder.Root, "import.*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Folder_whose_import_was_cut_off_when_it_was_whole_is_finished_by_whoever_opens_it()
    {
        await ExportAsync();
        var folder = NewFolder();
        await using (var place = Folder(folder))
            await ImportAsync(place);
        await using var imported = Folder(folder);
        var before = await Content.OfAsync(imported);
        foreach (var moved in new[] { 0, 1, 3 })
        {
            // As a kill leaves it between two moves: some are in their place, the others not yet.
            var (cut, whole) = (NewFolder(), "import.whole");
            Directory.CreateDirectory(Path.Combine(cut.Root, whole));
            foreach (var (entry, index) in Directory.GetFileSystemEntries(folder.Root).Order(StringComparer.Ordinal).Select((entry, index) => (entry, index)))
                Copy(entry, Path.Combine(cut.Root, index < moved ? "" : whole, Path.GetFileName(entry)));
            await using var place = Folder(new DataFolder(cut.Root));
            (await Content.OfAsync(place)).ShouldBeThatOf(before);
            Directory.Exists(Path.Combine(cut.Root, whole)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Export_of_an_older_schema_leaves_it_as_it_is_and_is_brought_up_with_its_rows_where_it_is_imported()
    {
        var old = NewFolder();
        await using (var connection = await StoreDatabase.OpenAsync(old.RuntimeDatabase, isNew: true, Token))
        await using (var runs = StoreDatabase.Of(connection))
        {
            await runs.MigrateAsync(-2, Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO Definitions (Id, DefinitionId, Version, IsLatest, IsPublished, CreatedAt, Json) VALUES ('a', 'b', 1, 1, 1, 1, '{}')";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using (var connection = await StoreDatabase.OpenAsync(old.ClusterDatabase, isNew: true, Token))
        await using (var clusters = ClusterTables.Of(connection))
            await clusters.MigrateAsync(-1, Token);
        await using (var place = Folder(old))
            await new DataExport(place, TimeProvider.System).WriteAsync(Export, ExportFile.Passphrase, replaces: false, Token);
        await using (var connection = await StoreDatabase.OpenAsync(old.RuntimeDatabase, isNew: false, Token))
        await using (var runs = StoreDatabase.Of(connection))
            (await runs.AgeAsync(Token)).ShouldBe(-2);

        await using var fresh = Folder(NewFolder());
        await ImportAsync(fresh);
        var snapshot = await fresh.SnapshotAsync(Token);
        snapshot.Ages.ShouldBe(fresh.Newest);
        await using var database = await ServerAsync(await server.NewDatabaseAsync());
        (await Should.ThrowAsync<DataFolderException>(ImportAsync(database))).Message.ShouldContain("import into a data folder");
    }

    [Fact]
    public async Task Database_of_a_newer_program_is_not_exported()
    {
        await ExportAsync();
        var folder = NewFolder();
        await using (var place = Folder(folder))
            await ImportAsync(place);
        await using (var connection = await StoreDatabase.OpenAsync(folder.RuntimeDatabase, isNew: false, Token))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Later', '99.0')";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var newer = Folder(folder);
        (await Should.ThrowAsync<StoreException>(newer.SnapshotAsync(Token))).Fault.ShouldBe(StoreFault.Newer);
    }

    [Fact]
    public async Task File_that_is_there_is_replaced_only_if_that_is_asked_for_and_belongs_to_its_owner_alone()
    {
        await File.WriteAllTextAsync(Export.FullName, "mine", Token);
        await Should.ThrowAsync<Activities.Clusters.ConfigurationException>(ExportAsync());
        (await File.ReadAllTextAsync(Export.FullName, Token)).ShouldBe("mine");
        await using var original = Original();
        await new DataExport(original, new FakeTimeProvider()).WriteAsync(Export, ExportFile.Passphrase, replaces: true, Token);
        File.GetUnixFileMode(Export.FullName).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(root.Path, "*.part").ShouldBeEmpty();
    }

    private async Task ExportAsync()
    {
        await using var original = Original();
        await new DataExport(original, TimeProvider.System).WriteAsync(Export, ExportFile.Passphrase, replaces: false, Token);
    }

    private async Task ImportAsync(IDataPlace place) => await new DataImport(place).ReadAsync(Export, () => ExportFile.Passphrase, Token);

    /// <summary>The folder on which a host is at work.</summary>
    private FolderPlace Original() => Folder(cluster.Server.Services.GetRequiredService<DataFolder>());

    private static FolderPlace Folder(DataFolder folder) => new(folder, KeyRing.Secrets(folder));

    /// <summary>With a key ring of its own, as a fresh machine has.</summary>
    private Task<IDataPlace> ServerAsync(string connection) => ServerPlace.OpenAsync(connection, DataProtectionProvider.Create(new DirectoryInfo(Path.Combine(root.Path, "keys"))).CreateProtector("other"), Token);

    private DataFolder NewFolder() => new(Path.Combine(root.Path, $"data{++folders}"));

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.GetFileSystemEntries(from))
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
    }
}
