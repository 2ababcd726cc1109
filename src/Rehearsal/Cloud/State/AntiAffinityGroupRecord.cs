namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record AntiAffinityGroupRecord(Guid Id, string Name, string? Description);
