using Masterplan.Rehearsals.Harness;
using Microsoft.Data.Sqlite;

namespace Masterplan.Rehearsals;

/// <summary>What a finished cluster refuses, and what a damaged data folder tells.</summary>
public sealed class BadInputOnClusterTests
{
    [Fact]
    public async Task Requests_that_a_cluster_cannot_meet_change_nothing()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 1, workers: 2);
        var (mutations, runs) = (await stage.MutationsAsync(), (await stage.RunAsync("runs")).Lines.Count);
        await RefusedAsync(stage, "v1.38.0", "upgrade", "demo", "--to", "v1.38.0");
        await RefusedAsync(stage, "v1.35.0", "upgrade", "demo", "--to", "v1.35.0");
        await RefusedAsync(stage, "nonsense", "upgrade", "demo", "--to", "nonsense");
        await RefusedAsync(stage, "only adds", "worker-add", "demo", "--workers", "1");
        await RefusedAsync(stage, "workers", "worker-add", "demo", "--workers", "0");
        await RefusedAsync(stage, "masterplan worker-add demo --workers 3", "worker-remove", "demo", "--workers", "3");
        await RefusedAsync(stage, "workers: There cannot be -1", "worker-remove", "demo", "--workers", "-1");
        await RefusedAsync(stage, "masters.count", "bootstrap", "demo", "--spec", stage.Spec(masters: 3, workers: 2));
        await RefusedAsync(stage, "kubernetes.apiPort", "bootstrap", "demo", "--spec", stage.Spec(1, 2, "kubernetes: { apiPort: 7443 }"));
        await RefusedAsync(stage, "masterplan upgrade demo", "bootstrap", "demo", "--spec", stage.Spec(1, 2, "kubernetes: { version: v1.37.1 }"));
        await RefusedAsync(stage, "No such cluster", "worker-add", "other", "--workers", "3");
        await RefusedAsync(stage, "No such cluster", "worker-remove", "other", "--workers", "1");
        await RefusedAsync(stage, "No such cluster", "backup", "other");
        await RefusedAsync(stage, "No such cluster", "restore", "other");
        await RefusedAsync(stage, "masterplan backup demo", "restore", "demo");
        await RefusedAsync(stage, "No such cluster", "teardown", "other");
        (await stage.MutationsAsync()).Count.ShouldBe(mutations.Count);
        (await stage.RunAsync("runs")).Lines.Count.ShouldBe(runs);
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Data_folder_in_use_names_the_process_and_its_command()
    {
        await using var stage = new Stage();
        using var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(), "--speed", Stage.Speed);
        await running.NextAsync(line => line.Event == "run-started");
        var refused = (await stage.RunAsync("bootstrap", "other")).ShouldExitWith(10);
        refused.Errors.ShouldContain($"process {running.Id} ");
        refused.Errors.ShouldContain("masterplan bootstrap demo");
        (await running.EndAsync()).ShouldSucceed();
    }

    [Theory]
    [InlineData("clusters.db", 10)]
    [InlineData("runs.db", 11)]
    public async Task Corrupt_or_newer_database_is_named_and_left_alone(string file, int code)
    {
        await using var stage = new Stage();
        await InterruptedAsync(stage);
        var path = Path.Combine(stage.Data, file);
        var good = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await WriteNewerAsync(path);
        (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(code).Errors.ShouldContain("newer");
        byte[] corrupt = [.. "This is not a database. "u8, .. good[24..]];
        await File.WriteAllBytesAsync(path, corrupt, TestContext.Current.CancellationToken);
        (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(code).Errors.ShouldContain(file);
        (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken)).ShouldBe(corrupt);
        await File.WriteAllBytesAsync(path, good, TestContext.Current.CancellationToken);
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
    }

    /// <summary>A bootstrap in its middle, with all that was written folded into the database files.</summary>
    [Fact]
    public async Task Damaged_definition_file_is_named_with_the_place_of_the_damage_and_nothing_starts()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync();
        var file = Path.Combine(stage.CopyProgram(), "workflows", "cluster-bootstrap.json");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var runs = (await stage.RunAsync("runs")).Lines.Count;

        await File.WriteAllTextAsync(file, text[..5000], TestContext.Current.CancellationToken);
        var cut = (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(2);
        cut.Errors.ShouldContain(file);
        cut.Errors.ShouldContain("This is not JSON: line ");

        await File.WriteAllTextAsync(file, text.Replace("Masterplan.PlanCluster", "Masterplan.PlanKluster", StringComparison.Ordinal).Replace("\"activity\": \"End\"", "\"activity\": \"Ende\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var wrong = (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(2);
        wrong.Errors.ShouldContain("type: The activity type 'Masterplan.PlanKluster' is unknown.");
        wrong.Errors.ShouldContain("The flowchart has no activity 'Ende'.");

        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        (await stage.RunAsync("runs")).Lines.Count.ShouldBe(runs);
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
    }

    private static async Task InterruptedAsync(Stage stage)
    {
        using var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(), "--speed", Stage.Speed);
        await running.NextAsync(line => line.IsCheckpoint);
        await running.KillAsync();
        foreach (var path in Directory.GetFiles(stage.Data, "*.db"))
            await ExecuteAsync(path, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static Task WriteNewerAsync(string path) =>
        ExecuteAsync(path, "INSERT INTO __EFMigrationsHistory VALUES ('29991231235959_Future', '99.0.0'); PRAGMA wal_checkpoint(TRUNCATE)");

    private static async Task ExecuteAsync(string path, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RefusedAsync(Stage stage, string word, params string[] command) =>
        (await stage.RunAsync(command)).ShouldExitWith(2).Errors.ShouldContain(word);
}
