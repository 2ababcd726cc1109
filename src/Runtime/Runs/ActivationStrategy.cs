namespace Masterplan.Runtime.Runs;

/// <summary>Which unfinished runs keep another one of a definition from starting.</summary>
public enum ActivationStrategy
{
    /// <summary>None.</summary>
    Always,

    /// <summary>Any run of the definition.</summary>
    Singleton,

    /// <summary>Any run of any definition with the same correlation id. A start without one is always allowed.</summary>
    Correlation,

    /// <summary>Any run of the definition with the same correlation id. A start without one is always allowed.</summary>
    CorrelatedSingleton,
}
