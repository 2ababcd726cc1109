using Masterplan.Activities.Clusters.Storage;
using Masterplan.Host.Composition;
using Masterplan.Host.Tests.Exports;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Composition;

public sealed class ClusterDatabaseOpeningTests(Server server) : IClassFixture<Server>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_database_gets_its_tables_and_opens_again()
    {
        using var folder = new TemporaryFolder();
        await OpenAsync(folder);
        await OpenAsync(folder);
        await using var database = await Databases(folder).CreateDbContextAsync(Token);
        (await database.Clusters.CountAsync(Token)).ShouldBe(0);
        database.Database.HasPendingModelChanges().ShouldBeFalse("the model has changed since the last migration");
    }

    [Fact]
    public async Task A_corrupt_database_is_refused_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var bytes = Enumerable.Range(0, 8192).Select(index => (byte)(index * 7)).ToArray();
        await File.WriteAllBytesAsync(PathOf(folder), bytes, Token);
        var fault = await Should.ThrowAsync<DataFolderException>(OpenAsync(folder));
        fault.Message.ShouldStartWith($"The database '{PathOf(folder)}' cannot be opened: ");
        fault.Message.ShouldEndWith(" Nothing was changed. Restore the file from a backup, or move it away to begin anew.");
        (await File.ReadAllBytesAsync(PathOf(folder), Token)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_newer_database_is_refused_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        await OpenAsync(folder);
        await using (var database = await Databases(folder).CreateDbContextAsync(Token))
            await database.Database.ExecuteSqlRawAsync("INSERT INTO __EFMigrationsHistory VALUES ('20990101000000_Later', '99.0'); PRAGMA wal_checkpoint(TRUNCATE);", Token);
        SqliteConnection.ClearAllPools();
        var bytes = await File.ReadAllBytesAsync(PathOf(folder), Token);
        (await Should.ThrowAsync<DataFolderException>(OpenAsync(folder))).Message.ShouldBe(
            $"The database '{PathOf(folder)}' was written by a newer Masterplan: this program does not know its schema '20990101000000_Later'. Nothing was changed. Use the newer program.");
        SqliteConnection.ClearAllPools();
        (await File.ReadAllBytesAsync(PathOf(folder), Token)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_newer_database_in_PostgreSQL_is_refused_and_left_as_it_is()
    {
        var settings = new StoreSettings(await server.NewDatabaseAsync(), null);
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        await using var stores = new ServiceCollection().AddLogging().AddStores(data, settings).BuildServiceProvider();
        var databases = stores.GetRequiredService<IDbContextFactory<ClusterDatabase>>();
        await ClusterDatabaseOpening.OpenAsync(databases, data, settings, Token);
        await Server.ExecuteAsync(settings.Postgres!, "INSERT INTO cluster_migrations VALUES ('20990101000000_Later', '99.0')");
        (await Should.ThrowAsync<DataFolderException>(ClusterDatabaseOpening.OpenAsync(databases, data, settings, Token))).Message.ShouldBe(
            "The database in PostgreSQL was written by a newer Masterplan: this program does not know its schema '20990101000000_Later'. Nothing was changed. Use the newer program.");
    }

    [Fact]
    public async Task Hosts_that_open_an_empty_database_in_PostgreSQL_at_once_make_its_tables_once()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.Path);
        for (var round = 0; round < 5; round++)
        {
            var settings = new StoreSettings(await server.NewDatabaseAsync(), null);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
            {
                await using var stores = new ServiceCollection().AddLogging().AddStores(data, settings).BuildServiceProvider();
                await ClusterDatabaseOpening.OpenAsync(stores.GetRequiredService<IDbContextFactory<ClusterDatabase>>(), data, settings, Token);
            })));
        }
    }

    private static string PathOf(TemporaryFolder folder) => Path.Combine(folder.Path, "clusters.db");

    private static Task OpenAsync(TemporaryFolder folder) => ClusterDatabaseOpening.OpenAsync(Databases(folder), new DataFolder(folder.Path), StoreSettings.Embedded, Token);

    private static IDbContextFactory<ClusterDatabase> Databases(TemporaryFolder folder) => new ServiceCollection()
        .AddDbContextFactory<ClusterDatabase>(options => options.UseSqlite($"Data Source={PathOf(folder)}"))
        .BuildServiceProvider().GetRequiredService<IDbContextFactory<ClusterDatabase>>();
}
