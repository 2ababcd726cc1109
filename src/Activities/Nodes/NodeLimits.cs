namespace Masterplan.Activities.Nodes;

/// <summary>How long a node may take for what it is told to do.</summary>
internal static class NodeLimits
{
    /// <summary>For what says nothing else.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromMinutes(1);

    /// <summary>For the restart of a unit: systemd alone waits 90 s for one that does not stop.</summary>
    public static readonly TimeSpan Restart = TimeSpan.FromMinutes(3);

    /// <summary>For files that are written there.</summary>
    public static readonly TimeSpan Upload = TimeSpan.FromMinutes(5);

    /// <summary>For a binary or an image that the node fetches; the steps that do so are given 15 minutes an attempt by their workflows.</summary>
    public static readonly TimeSpan Download = TimeSpan.FromMinutes(10);
}
