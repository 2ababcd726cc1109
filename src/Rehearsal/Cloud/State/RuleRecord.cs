namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record RuleRecord(Guid Id, string FlowDirection, string Protocol)
{
    public string? Description { get; init; }

    public int? StartPort { get; init; }

    public int? EndPort { get; init; }

    public string? Network { get; init; }

    public Guid? GroupId { get; init; }

    /// <summary>The name of a public group that is let through.</summary>
    public string? PublicGroup { get; init; }

    public int? IcmpType { get; init; }

    public int? IcmpCode { get; init; }
}
