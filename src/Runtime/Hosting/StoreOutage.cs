namespace Masterplan.Runtime.Hosting;

/// <summary>The database does not do what it is there for; it is tried again until it does.</summary>
/// <param name="Since">When that was first noticed.</param>
/// <param name="Reason">Which database, what is wrong with it and what to do, without any password.</param>
public sealed record StoreOutage(DateTimeOffset Since, string Reason);
