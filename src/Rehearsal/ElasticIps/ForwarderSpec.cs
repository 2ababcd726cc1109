using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>What a managed elastic IP is to do.</summary>
/// <param name="Id">The elastic IP.</param>
/// <param name="Address">Its address.</param>
/// <param name="Check">Its health check; the port is that of the traffic too.</param>
/// <param name="Targets">The running instances that hold it.</param>
internal sealed record ForwarderSpec(Guid Id, string Address, HealthCheckRecord Check, IReadOnlyList<ForwarderTarget> Targets);
