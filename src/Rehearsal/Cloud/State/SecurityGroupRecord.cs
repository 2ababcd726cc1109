namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record SecurityGroupRecord(Guid Id, string Name, string? Description)
{
    public IReadOnlyList<RuleRecord> Rules { get; init; } = [];
}
