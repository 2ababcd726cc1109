namespace Masterplan.Runtime.Activities;

/// <summary>When a join goes on.</summary>
public enum FlowJoinMode
{
    /// <summary>Once every line to it was followed; not at all if one was not.</summary>
    WaitAll,

    /// <summary>Once every line to it was either followed or found not to be taken.</summary>
    WaitAllActive,

    /// <summary>With the first line followed; what else is under way to it is cancelled.</summary>
    WaitAny,
}
