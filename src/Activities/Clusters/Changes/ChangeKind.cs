namespace Masterplan.Activities.Clusters.Changes;

/// <summary>What sort of change was made.</summary>
public enum ChangeKind
{
    /// <summary>A mutating call to the cloud or to the Kubernetes API.</summary>
    Api,

    /// <summary>A file written to, or removed from, a node.</summary>
    File,

    /// <summary>A unit or static pod started anew.</summary>
    Restart,
}
