using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Activities.Cloud;

/// <summary>What one look at the cloud led to: nothing to do, changes under way, or something else to wait for.</summary>
public sealed record CloudStep
{
    private CloudStep()
    {
    }

    /// <summary>Everything is as it shall be.</summary>
    public static CloudStep Settled { get; } = new();

    /// <summary>What was begun, each with what is being done, in words.</summary>
    public IReadOnlyList<(Operation Operation, string What)> Changes { get; private init; } = [];

    /// <summary>What is waited for, in words, where nothing was begun.</summary>
    public string Awaited { get; private init; } = "";

    public bool IsSettled => Changes.Count == 0 && Awaited.Length == 0;

    /// <summary>Begins a change.</summary>
    public static async Task<CloudStep> ChangeAsync(ClusterScope scope, string what, Func<Task<Operation>> begin) =>
        new() { Changes = [(await scope.ChangeAsync([new(ChangeKind.Api, what)], begin), what)] };

    /// <summary>Begins to make a resource: the ledger has its name before, its id after.</summary>
    public static async Task<CloudStep> CreateAsync(ClusterScope scope, string kind, string name, string what, Func<Task<Operation>> begin)
    {
        await scope.Ledger.PlanAsync(scope.Cluster, kind, name, scope.Run, scope.Step, scope.CancellationToken);
        var step = await ChangeAsync(scope, what, begin);
        await scope.Ledger.RecordAsync(scope.Cluster, kind, name, scope.Run, step.Changes[0].Operation.ReferenceId.ToString(), cancellationToken: scope.CancellationToken);
        return step;
    }

    /// <summary>
    /// Begins changes that do not need each other, all before the first is waited for. What cannot be begun after another has been is
    /// left to the next look, which tells why. Settled when nothing is wanted.
    /// </summary>
    /// <exception cref="ExoscaleException">The first cannot be begun.</exception>
    public static async Task<CloudStep> ChangeAllAsync<T>(ClusterScope scope, IReadOnlyList<T> wanted, Func<T, Task<Operation>> begin, Func<T, string> what)
    {
        var begun = new List<(Operation, string)>();
        foreach (var one in wanted)
        {
            try
            {
                begun.AddRange((await ChangeAsync(scope, what(one), () => begin(one))).Changes);
            }
            catch (ExoscaleException) when (begun.Count > 0)
            {
                break;
            }
        }

        return new() { Changes = begun };
    }

    public static CloudStep Waiting(string what) => new() { Awaited = what };
}
