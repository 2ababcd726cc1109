using System.Globalization;
using System.Net.Http.Json;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Faults;

namespace Masterplan.Rehearsal.Processes;

/// <summary>The rehearsal's process, seen from other processes: it outlives whoever starts it. One for each data folder.</summary>
/// <param name="dataFolder">Where masterplan keeps its data.</param>
/// <param name="clock">Where the time comes from.</param>
public sealed class RehearsalProcess(string dataFolder, TimeProvider clock)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);
    private readonly StateFolder folder = new(new RehearsalOptions { DataFolder = Path.GetFullPath(dataFolder) }.Folder);

    /// <summary>
    /// Makes sure that the rehearsal runs as asked, and returns how to reach it.
    /// One that does not answer, runs at another speed, or is of another build, is started anew; its state stays.
    /// </summary>
    public async Task<RehearsalDescription> StartAsync(RehearsalStart start, CancellationToken cancellationToken = default)
    {
        _ = new FaultPlan(start.Faults ?? [], 0);
        await using var turn = await FileTurn.TakeAsync(folder.StartLock, clock, cancellationToken).ConfigureAwait(false);
        var before = DescriptionFile.Read(folder.Description);
        if (before is not null && ServingProcess.IsAlive(before))
        {
            var isAsked = before.Build == RehearsalDescription.ThisBuild && (start.Speed is null || start.Speed == before.Speed);
            if (isAsked && await AskAsync(before, cancellationToken).ConfigureAwait(false) is not null)
                return await AdaptAsync(before, start, cancellationToken).ConfigureAwait(false);
            await ServingProcess.EndAsync(before, clock, cancellationToken).ConfigureAwait(false);
        }

        return await LaunchAsync(start, before, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How the rehearsal is doing; null when it does not run.</summary>
    public async Task<RehearsalStatus?> StatusAsync(CancellationToken cancellationToken = default) =>
        Describe() is { } description ? await AskAsync(description, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>How to reach the rehearsal, running or not; null when there has never been one here.</summary>
    public RehearsalDescription? Describe() => DescriptionFile.Read(folder.Description);

    /// <summary>Ends the process, in good order if it can; its state stays. Returns whether there was one.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellationToken = default)
    {
        await using var turn = await FileTurn.TakeAsync(folder.StartLock, clock, cancellationToken).ConfigureAwait(false);
        return Describe() is { } description && await ServingProcess.EndAsync(description, clock, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Switches the faults of a running rehearsal.</summary>
    public static async Task SwitchFaultsAsync(RehearsalDescription description, FaultSwitch faults, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient { BaseAddress = description.BaseAddress };
        using var response = await http.PostAsJsonAsync("rehearsal/faults", faults, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Has a new version of the operating system wait for a reboot on every node that runs. Returns their names.</summary>
    public static async Task<IReadOnlyList<string>> UpdateOperatingSystemAsync(RehearsalDescription description, CancellationToken cancellationToken = default)
    {
        using var http = new HttpClient { BaseAddress = description.BaseAddress };
        using var response = await http.PostAsync("rehearsal/os-update", null, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<string[]>(cancellationToken).ConfigureAwait(false) ?? [];
    }

    private async Task<RehearsalDescription> AdaptAsync(RehearsalDescription running, RehearsalStart start, CancellationToken cancellationToken)
    {
        var (faults, seed) = (start.Faults ?? running.Faults, start.Seed ?? running.Seed);
        if (faults.ToHashSet().SetEquals(running.Faults) && seed == running.Seed)
            return running;
        await SwitchFaultsAsync(running, new(faults, seed), cancellationToken).ConfigureAwait(false);
        return Describe()!;
    }

    private async Task<RehearsalDescription> LaunchAsync(RehearsalStart start, RehearsalDescription? before, CancellationToken cancellationToken)
    {
        var speed = start.Speed ?? before?.Speed ?? RehearsalOptions.DefaultSpeed;
        List<string> arguments =
        [
            "--data", Path.GetFullPath(dataFolder),
            "--speed", speed.ToString(CultureInfo.InvariantCulture),
            "--seed", (start.Seed ?? before?.Seed ?? 1).ToString(CultureInfo.InvariantCulture),
        ];
        var faults = start.Faults ?? before?.Faults ?? [];
        if (faults.Count > 0)
            arguments.AddRange(["--faults", string.Join(',', faults)]);
        using var process = ServingProcess.Launch(folder, start.Command ?? ServingProcess.OwnCommand(), arguments);
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < StartTimeout)
        {
            if (Describe() is { } description && description.Pid != before?.Pid && await AskAsync(description, cancellationToken).ConfigureAwait(false) is not null)
                return description;
            if (process.HasExited)
                throw new InvalidOperationException(
                    $"The rehearsal ended with code {process.ExitCode} before it answered. The end of '{folder.Log}':\n{ServingProcess.LogTail(folder)}");
            await Task.Delay(Patience, clock, cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException($"The rehearsal did not answer within {StartTimeout}. Read '{folder.Log}'.");
    }

    private static async Task<RehearsalStatus?> AskAsync(RehearsalDescription description, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = description.BaseAddress, Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            var status = await http.GetFromJsonAsync<RehearsalStatus>("rehearsal/status", cancellationToken).ConfigureAwait(false);
            return status?.Pid == description.Pid ? status : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
