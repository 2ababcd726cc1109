using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>The disk under the data folder fills up in the middle of a run. The cloud has a disk of its own.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Full_disk_ends_the_command_with_what_to_do_and_the_same_command_goes_on_when_there_is_space()
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("Only root can mount a small disk.");
        await using var stage = new Stage();
        var disk = stage.Own(SmallDisk.Mount(stage.Data, megabytes: 48));
        stage.KeepRehearsalElsewhere();
        var spec = stage.Spec(1, 2);
        Ended full;
        using (var running = stage.Start("bootstrap", "demo", "--spec", spec, "--speed", "30"))
        {
            await running.NextAsync(line => line.Event == "Completed" && line["activity"] == "CheckCloud");
            disk.Fill();
            full = stage.Note(await running.EndAsync());
        }

        full.ShouldExitWith(11).Errors.ShouldContain("no space is left on the disk");
        full.Errors.ShouldContain("Free some space, then run the same command again");
        (await stage.RunAsync("bootstrap", "demo", "--spec", spec)).ShouldExitWith(11);
        disk.Free();
        var ended = await stage.RunAsync("bootstrap", "demo", "--spec", spec, "--speed", Stage.Speed);
        if (ended.ExitCode == 3)
            ended = await stage.RunAsync("runs", "retry", ended.Run);
        ended.ShouldSucceed();
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, full.Lines);
        await stage.ShouldBeAsPlannedAsync();
    }
}
