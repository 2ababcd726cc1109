namespace Masterplan.Exoscale.ElasticIps;

/// <summary>An elastic IP as an instance shows it.</summary>
public sealed record ElasticIpRef(Guid Id, string? Ip);
