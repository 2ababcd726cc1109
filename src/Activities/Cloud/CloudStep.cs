using Masterplan.Exoscale.Operations;

namespace Masterplan.Activities.Cloud;

/// <summary>What one look at the cloud led to: nothing to do, one change under way, or something else to wait for.</summary>
public sealed record CloudStep
{
    private CloudStep()
    {
    }

    /// <summary>Everything is as it shall be.</summary>
    public static CloudStep Settled { get; } = new();

    public Operation? Operation { get; private init; }

    /// <summary>What is being done or waited for, in words.</summary>
    public string What { get; private init; } = "";

    public bool IsSettled => What.Length == 0;

    public static CloudStep Changing(Operation operation, string what) => new() { Operation = operation, What = what };

    public static CloudStep Waiting(string what) => new() { What = what };
}
