namespace Masterplan.Host.Clusters;

/// <summary>The window in which the nodes of a role may be rebooted: the one that is open, else the next.</summary>
/// <param name="Role"><c>master</c> or <c>worker</c>.</param>
/// <param name="IsOpen">Whether it is open now.</param>
/// <param name="Opens">When it opens, or has opened.</param>
/// <param name="Closes">When it closes.</param>
internal sealed record MaintenanceView(string Role, bool IsOpen, DateTimeOffset Opens, DateTimeOffset Closes);
