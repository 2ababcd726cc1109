namespace Masterplan.Exoscale.Instances;

/// <summary>The state of an instance. <see cref="Unknown"/> for one that is newer than this client.</summary>
public enum InstanceState
{
    Unknown,
    Starting,
    Running,
    Stopping,
    Stopped,
    Migrating,
    Error,
    Destroying,
    Destroyed,
    Expunging,
}
