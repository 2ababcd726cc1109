using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Nodes.Units;

/// <summary>One unit of a machine: its state, and the loop that keeps its process running.</summary>
public sealed class Unit(SimulatedMachine machine, string name)
{
    private readonly Lock gate = new();
    private CancellationTokenSource? stopping;
    private Task loop = Task.CompletedTask;
    private SimulatedProcess? process;

    public string Name => name;

    public string ActiveState { get; private set; } = "inactive";

    public string SubState { get; private set; } = "dead";

    public string Result { get; private set; } = "success";

    public int Restarts { get; private set; }

    public int ExitStatus { get; private set; }

    public DateTimeOffset? ActiveSince { get; private set; }

    public int MainPid => ActiveState is "active" or "activating" ? process?.Context.Pid ?? 0 : 0;

    public ProcessLog Log { get; } = new(machine.World.Pace.Clock);

    public Task Gone => loop;

    /// <summary>Starts the unit and waits until its first attempt succeeded or failed; the answer is null, or what systemctl would print.</summary>
    public async Task<string?> Start(bool isRestored, CancellationToken cancellationToken)
    {
        var settled = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (ActiveState == "active")
                return null;
            if (ActiveState == "activating")
                stopping?.Cancel();
            var before = loop;
            stopping = CancellationTokenSource.CreateLinkedTokenSource(machine.Power);
            var token = stopping.Token;
            Set("activating", "start");
            machine.State.Change(state => state.Wanted.Add(name));
            loop = Task.Run(() => Loop(before, isRestored, settled, token), CancellationToken.None);
        }

        return await settled.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the unit and waits until its process is gone.</summary>
    /// <param name="isRestarting">Whether a start follows, which a kill of the rehearsal between the two must not lose.</param>
    public async Task Stop(bool isRestarting = false)
    {
        Task ending;
        lock (gate)
        {
            if (ActiveState is "active" or "activating")
                Set("deactivating", "stop-sigterm");
            stopping?.Cancel();
            ending = loop;
        }

        await ending.ConfigureAwait(false);
        lock (gate)
        {
            // Another job may have started the unit anew meanwhile.
            if (loop != ending)
                return;
            if (!isRestarting)
                Unwant();
            if (ActiveState != "failed" || stopping is { IsCancellationRequested: true })
                Set("inactive", "dead");
        }
    }

    public void ResetFailed()
    {
        if (ActiveState == "failed")
            Set("inactive", "dead");
        Restarts = 0;
    }

    private async Task Loop(Task before, bool isRestored, TaskCompletionSource<string?> settled, CancellationToken stop)
    {
        await before.ConfigureAwait(false);
        try
        {
            for (Restarts = 0; !stop.IsCancellationRequested; Restarts++)
            {
                var file = UnitFile.Load(machine.Disk, name);
                var succeeded = await RunOnce(file, isRestored, settled, stop).ConfigureAwait(false);
                isRestored = false;
                if (stop.IsCancellationRequested || ActiveState == "active")
                    break;
                settled.TrySetResult(succeeded ? null : $"Job for {name} failed because the control process exited with error code.\nSee \"systemctl status {name}\" and \"journalctl -xeu {name}\" for details.");
                if (file.Last("Restart") is not ("always" or "on-failure" or "on-abnormal") || (succeeded && file.Last("Restart") != "always"))
                {
                    Set(succeeded ? "inactive" : "failed", succeeded ? "dead" : "failed");
                    Unwant();
                    break;
                }

                Set("activating", "auto-restart");
                Log.Add($"{name}: Scheduled restart job, restart counter is at {Restarts + 1}.");
                await machine.World.Pace.Wait(file.Span("RestartSec") ?? TimeSpan.FromMilliseconds(100), stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop between two attempts.
        }
        finally
        {
            settled.TrySetResult($"Job for {name} canceled.");
        }
    }

    private async Task<bool> RunOnce(UnitFile file, bool isRestored, TaskCompletionSource<string?> settled, CancellationToken stop)
    {
        try
        {
            Set("activating", "start-pre");
            var environment = ReadEnvironment(file);
            foreach (var line in isRestored ? [] : file.All("ExecStartPre"))
                await RunHelper(line, environment, stop).ConfigureAwait(false);
            Set("activating", "start");
            var done = file.Last("Type") == "oneshot"
                ? await RunOneShot(file, environment, settled, stop).ConfigureAwait(false)
                : await RunService(file, environment, isRestored, settled, stop).ConfigureAwait(false);
            return done;
        }
        catch (RefusalException e)
        {
            Log.Add(e.Message);
            return Fail(e.ExitCode);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Add($"panic: {e}");
            return Fail(2);
        }
    }

    private async Task<bool> RunOneShot(UnitFile file, Dictionary<string, string> environment, TaskCompletionSource<string?> settled, CancellationToken stop)
    {
        foreach (var line in file.All("ExecStart"))
            await RunHelper(line, environment, stop).ConfigureAwait(false);
        if (file.Last("RemainAfterExit") is "yes" or "true")
            Activate("exited");
        else
            Set("inactive", "dead");
        settled.TrySetResult(null);
        return true;
    }

    private async Task<bool> RunService(UnitFile file, Dictionary<string, string> environment, bool isRestored, TaskCompletionSource<string?> settled, CancellationToken stop)
    {
        var line = file.Last("ExecStart") ?? throw new RefusalException($"{name}: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.");
        var argv = CommandLine.Split(line.TrimStart('-', '@', ':', '+', '!'), environment, machine.Name);
        var version = Binaries.Check(machine, argv[0]);
        var context = new ProcessContext(machine, Path.GetFileName(argv[0]), [.. argv.Skip(1)], new DiskView(machine.Disk, null), Log, version)
        {
            Environment = environment,
            IsRestored = isRestored,
        };
        using var started = SimulatedProcess.Start(ProgramTable.Create(context.Program), context, machine.Power);
        process = started;
        var stopped = stop.Register(() => _ = started.StopAsync());
        await using (stopped.ConfigureAwait(false))
        {
            if (file.Last("Type") is not ("notify" or "notify-reload") || await IsNotified(file, started).ConfigureAwait(false))
            {
                if (!stop.IsCancellationRequested)
                    Activate("running");
                settled.TrySetResult(null);
            }

            var code = await started.Exit.ConfigureAwait(false);
            machine.State.Change(s => _ = machine.Power.IsCancellationRequested || s.Units.Remove(name));
            return code == 0 ? Succeed() : Fail(code);
        }
    }

    private async Task<bool> IsNotified(UnitFile file, SimulatedProcess started)
    {
        var limit = file.All("TimeoutStartSec").Count == 0 ? TimeSpan.FromSeconds(90) : file.Span("TimeoutStartSec");
        using var enough = new CancellationTokenSource();
        var timeout = machine.World.Pace.Wait(limit ?? TimeSpan.FromDays(365), enough.Token);
        var first = await Task.WhenAny(started.Context.WhenReady, started.Exit, timeout).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        if (first != timeout)
            return first == started.Context.WhenReady;
        Log.Add($"{name}: start operation timed out. Terminating.");
        await started.StopAsync().ConfigureAwait(false);
        return false;
    }

    private async Task RunHelper(string line, Dictionary<string, string> environment, CancellationToken stop)
    {
        var mayFail = line.StartsWith('-');
        var argv = CommandLine.Split(line.TrimStart('-', '@', ':', '+', '!'), environment, machine.Name);
        var result = await machine.Commands.RunAsync([.. argv], null, stop).ConfigureAwait(false);
        if (result.Output.Length > 0)
            Log.Add(result.Output);
        if (!result.Succeeded && !mayFail)
            throw new RefusalException(result.Error, result.ExitCode);
    }

    private Dictionary<string, string> ReadEnvironment(UnitFile file)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in file.All("Environment").SelectMany(e => CommandLine.Split(e, environment, machine.Name)))
            Add(pair);
        foreach (var path in file.All("EnvironmentFile"))
        {
            var text = machine.Disk.ReadText(path.TrimStart('-'));
            if (text is null && !path.StartsWith('-'))
                throw new RefusalException($"{name}: Failed to load environment files: No such file or directory");
            foreach (var line in (text ?? string.Empty).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] is not ('#' or ';')))
                Add(line);
        }

        return environment;

        void Add(string pair)
        {
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                environment[pair[..at]] = pair[(at + 1)..].Trim('"', '\'');
        }
    }

    /// <summary>Unless it ends because the power went off.</summary>
    private void Unwant() => machine.State.Change(state => _ = machine.Power.IsCancellationRequested || state.Wanted.Remove(name));

    private void Activate(string sub)
    {
        Result = "success";
        ActiveSince = machine.World.Now;
        Set("active", sub);
        machine.State.Change(s => s.Units.Add(name));
    }

    private bool Succeed()
    {
        ExitStatus = 0;
        if (ActiveState == "active")
            Set("deactivating", "stop");
        return true;
    }

    private bool Fail(int code)
    {
        ExitStatus = code;
        Result = "exit-code";
        Log.Add($"{name}: Main process exited, code=exited, status={code}");
        Log.Add($"{name}: Failed with result 'exit-code'.");
        if (ActiveState == "active")
            Set("deactivating", "failed");
        return false;
    }

    private void Set(string state, string sub)
    {
        ActiveState = state;
        SubState = sub;
        machine.Changed.Raise();
    }
}
