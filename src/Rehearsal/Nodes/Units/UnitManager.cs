using System.Collections.Concurrent;

namespace Masterplan.Rehearsal.Nodes.Units;

/// <summary>The init system of one machine.</summary>
public sealed class UnitManager(SimulatedMachine machine)
{
    private readonly ConcurrentDictionary<string, Unit> units = new(StringComparer.Ordinal);

    public Unit Get(string name) => units.GetOrAdd(Full(name), n => new Unit(machine, n));

    public bool IsActive(string name) => units.TryGetValue(name, out var unit) && unit.ActiveState == "active";

    public static string Full(string name) => name.Contains('.', StringComparison.Ordinal) ? name : name + ".service";

    /// <summary>Starts a unit after what it requires; the answer is null, or what systemctl would print.</summary>
    public async Task<string?> Start(string name, CancellationToken cancellationToken)
    {
        name = Full(name);
        if (UnitFile.IsMasked(machine.Disk, name))
            return $"Failed to start {name}: Unit {name} is masked.";
        if (!UnitFile.Exists(machine.Disk, name))
            return $"Failed to start {name}: Unit {name} not found.";
        var file = UnitFile.Load(machine.Disk, name);
        foreach (var needed in file.All("Requires").SelectMany(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(n => n != name && !IsActive(n)))
        {
            if (await Start(needed, cancellationToken).ConfigureAwait(false) is { } fault)
                return $"A dependency job for {name} failed. {fault}";
        }

        return await Get(name).Start(isRestored: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts units, each after those among them that its After= names; <paramref name="afresh"/> stops each first.</summary>
    public Task<string?[]> StartAll(IReadOnlyCollection<string> names, bool afresh, CancellationToken cancellationToken)
    {
        machine.State.Change(state => state.Wanted.UnionWith(names.Select(Full)));
        var jobs = new Dictionary<string, Lazy<Task<string?>>>(StringComparer.Ordinal);
        foreach (var name in names)
            jobs[name] = new(() => StartInOrder(name, jobs, afresh, cancellationToken));
        return Task.WhenAll(jobs.Values.Select(job => job.Value));
    }

    public Task Stop(string name) => Get(name).Stop();

    public void StartEnabled()
    {
        var enabled = UnitFile.EnabledUnits(machine.Disk).ToList();
        machine.State.Change(state => state.Wanted.UnionWith(enabled));
        _ = StartAll(enabled, afresh: false, machine.Power);
    }

    /// <summary>What was active is so again at once; what was still to start starts from the beginning.</summary>
    public void Resume(IReadOnlyCollection<string> active, IReadOnlyCollection<string> wanted)
    {
        foreach (var name in active.OrderBy(n => n == "kubelet.service"))
            _ = Get(name).Start(isRestored: true, machine.Power);
        foreach (var name in wanted.Except(active))
            _ = Start(name, machine.Power);
    }

    public async Task StopAll() => await Task.WhenAll(units.Values.Select(u => u.Stop())).ConfigureAwait(false);

    /// <summary>Ends when no process of any unit is left, after the power went off.</summary>
    public async Task Gone()
    {
        await Task.WhenAll(units.Values.Select(u => u.Gone)).ConfigureAwait(false);
        units.Clear();
    }

    private async Task<string?> StartInOrder(string name, Dictionary<string, Lazy<Task<string?>>> jobs, bool afresh, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (afresh)
            await Get(name).Stop(isRestarting: true).ConfigureAwait(false);
        var before = UnitFile.Load(machine.Disk, name).All("After").SelectMany(a => a.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var earlier in before.Where(b => b != name && jobs.ContainsKey(b)))
            await jobs[earlier].Value.ConfigureAwait(false);
        return await Start(name, cancellationToken).ConfigureAwait(false);
    }
}
