namespace Masterplan.Rehearsals.Harness;

/// <summary>A command that is killed on its way, again and again, and started again until it ends.</summary>
public sealed class Interruptions(Stage stage)
{
    /// <summary>What was printed by all its processes, in order.</summary>
    public List<Line> Told { get; } = [];

    public int Kills { get; private set; }

    /// <summary>Kills the host after so many checkpoints, and with every fifth host the rehearsal too.</summary>
    /// <param name="command">The command.</param>
    /// <param name="checkpoints">How many checkpoints the n-th process may make.</param>
    public Task<Ended> AtCheckpointsAsync(IReadOnlyList<string> command, Func<int, int> checkpoints) => UntilEndAsync(command, async running =>
    {
        for (var left = checkpoints(Kills); left > 0; left--)
        {
            if (await running.NextAsync(line => line.IsCheckpoint) is null)
                return false;
        }

        return true;
    });

    /// <summary>Kills the host at random instants after its first line.</summary>
    /// <param name="command">The command.</param>
    /// <param name="random">Chooses the instants.</param>
    /// <param name="kills">So often; then it may end.</param>
    public Task<Ended> AtInstantsAsync(IReadOnlyList<string> command, Random random, int kills)
    {
        var last = Kills + kills;
        return UntilEndAsync(command, async running =>
        {
            if (Kills >= last || await running.NextAsync() is null)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1500)), TimeProvider.System);
            return true;
        });
    }

    private async Task<Ended> UntilEndAsync(IReadOnlyList<string> command, Func<Running, Task<bool>> isToBeKilled)
    {
        while (Kills < 1000)
        {
            using var running = stage.Start(command);
            var isKilled = await isToBeKilled(running);
            var isCloudKilled = isKilled && Kills % 5 == 4;
            if (isCloudKilled)
                await stage.KillRehearsalAsync();
            var ended = stage.Note(isKilled ? await running.KillAsync() : await running.EndAsync());
            Told.AddRange(ended.Lines);
            if (ended.ExitCode != 137)
            {
                if (isCloudKilled)
                    (await stage.RunAsync("rehearsal", "start")).ShouldSucceed();
                return ended;
            }

            Kills++;
        }

        throw new InvalidOperationException($"`{string.Join(' ', command)}` did not get to its end.");
    }
}
