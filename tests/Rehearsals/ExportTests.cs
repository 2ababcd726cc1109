using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Everything that Masterplan keeps goes into one file and out of it on a fresh machine, where what was under way goes on.</summary>
public sealed class ExportTests(SharedServices services, ITestOutputHelper output) : IClassFixture<SharedServices>
{
    private const string Passphrase = "three rivers and a stone";

    [Fact]
    public async Task Cluster_half_built_is_exported_and_built_to_its_end_on_a_fresh_machine()
    {
        await using var stage = NewStage();
        var file = Path.Combine(Path.GetDirectoryName(stage.Data)!, "export");
        Ended killed;
        using (var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(), "--speed", "60"))
        {
            for (var left = 12; left > 0; left--)
                await running.NextAsync(line => line.IsCheckpoint);
            // Beside the host that works.
            (await stage.RunAsync("export", file)).ShouldSucceed().Summary.Json.GetProperty("runsUnderWay").GetInt32().ShouldBe(1);
            killed = stage.Note(await running.KillAsync());
        }

        (await stage.RunAsync("export", file)).ShouldExitWith(2).Errors.ShouldContain("--force");
        (await stage.RunAsync("export", file, "--force")).ShouldSucceed();
        stage.Forget();
        stage.Environment["MASTERPLAN_EXPORT_PASSPHRASE"] = "three rivers and a bone";
        (await stage.RunAsync("import", file)).ShouldExitWith(8).Errors.ShouldContain("The passphrase does not open");
        stage.Environment["MASTERPLAN_EXPORT_PASSPHRASE"] = null;
        (await stage.RunAsync("import", file)).ShouldExitWith(2).Errors.ShouldContain("--passphrase-file");
        (await stage.RunAsync("import", file, "--passphrase-file", stage.Write(Passphrase))).ShouldSucceed().Summary.Json.GetProperty("runsUnderWay").GetInt32().ShouldBe(1);
        (await stage.RunAsync("import", file)).ShouldExitWith(10).Errors.ShouldContain("is not empty");
        var ended = (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        ended.Run.ShouldBe(killed.Lines.First(line => line.IsCheckpoint)["run"]);
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, killed.Lines);
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Export_that_finds_no_space_says_so_and_leaves_nothing()
    {
        if (!System.Environment.IsPrivilegedProcess)
            Assert.Skip("Only root can mount a small disk.");
        await using var stage = NewStage();
        var disk = stage.Own(SmallDisk.Mount(Path.Combine(Path.GetDirectoryName(stage.Data)!, "small"), megabytes: 1));
        (await stage.RunAsync("runs")).ShouldSucceed();
        disk.Fill();
        (await stage.RunAsync("export", Path.Combine(disk.Folder, "export"))).ShouldExitWith(11).Errors.ShouldContain("No space left on device");
        disk.Free();
        Directory.GetFileSystemEntries(disk.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Import_that_is_killed_at_any_instant_has_either_not_begun_or_is_done(bool isShared)
    {
        var seed = int.TryParse(System.Environment.GetEnvironmentVariable("MASTERPLAN_SEED"), out var asked) ? asked : Random.Shared.Next(10_000);
        output.WriteLine($"MASTERPLAN_SEED={seed}");
        var random = new Random(seed);
        await using var stage = NewStage();
        var file = Path.Combine(Path.GetDirectoryName(stage.Data)!, "export");
        await stage.BootstrapAsync();
        var runs = (await stage.RunAsync("runs")).ShouldSucceed().Output;
        (await stage.RunAsync("export", file)).ShouldSucceed();
        await StartAnewAsync(stage, isShared);
        for (var (kills, done) = (0, 0); kills < 8 || done < 2;)
        {
            using var running = stage.Start("import", file);
            if (kills < 8)
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 2000)), TimeProvider.System);
            var ended = kills < 8 ? await running.KillAsync() : await running.EndAsync();
            if (ended.ExitCode == 137)
            {
                kills++;
                continue;
            }

            // It is done, or an earlier one was before it was killed.
            if (ended.ExitCode != 0)
                ended.ShouldExitWith(10).Errors.ShouldContain("is not empty");
            (await stage.RunAsync("runs")).ShouldSucceed().Output.ShouldBe(runs, $"seed {seed}, after {kills} kills");
            done++;
            await StartAnewAsync(stage, isShared);
        }
    }

    private async Task StartAnewAsync(Stage stage, bool isShared)
    {
        stage.Forget();
        if (isShared)
            await services.ConnectAsync(stage);
    }

    private static Stage NewStage()
    {
        var stage = new Stage();
        Directory.CreateDirectory(stage.Data);
        stage.KeepRehearsalElsewhere();
        stage.Environment["MASTERPLAN_EXPORT_PASSPHRASE"] = Passphrase;
        return stage;
    }
}
