using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>An instance to be stored, with its first parts. One whose id is there already is left as it is.</summary>
internal sealed record NewInstance(InstanceRow Row, IReadOnlyDictionary<string, string> Parts)
{
    /// <summary>What its definition says about others that are under way.</summary>
    public ActivationStrategy Activation { get; init; }
}
