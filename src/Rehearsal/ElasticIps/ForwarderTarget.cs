namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>An instance behind an elastic IP.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Address">Its own address.</param>
/// <param name="IsOpen">Whether its security groups let traffic from outside through to the port.</param>
internal sealed record ForwarderTarget(Guid Id, string Address, bool IsOpen);
