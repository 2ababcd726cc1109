namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>Which ICMP messages a rule means; -1 is any.</summary>
public sealed record IcmpDetails(int? Type, int? Code);
