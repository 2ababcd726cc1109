using System.Diagnostics;
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
        var disk = stage.Own(SmallDisk.Mount(stage.Data));
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

    private sealed class SmallDisk : IDisposable
    {
        private readonly string folder;

        private SmallDisk(string folder) => this.folder = folder;

        private string Filler => Path.Combine(folder, "filler");

        public static SmallDisk Mount(string folder)
        {
            Directory.CreateDirectory(folder);
            Run("mount", "-t", "tmpfs", "-o", "size=48m", "masterplan-test", folder);
            return new(folder);
        }

        /// <summary>Writes until nothing fits any more.</summary>
        public void Fill()
        {
            try
            {
                using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
                var block = new byte[4096];
                while (true)
                    filler.Write(block);
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Free() => File.Delete(Filler);

        public void Dispose() => Run("umount", folder);

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
        }
    }
}
