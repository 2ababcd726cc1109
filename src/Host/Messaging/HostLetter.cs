namespace Masterplan.Host.Messaging;

/// <summary>What travels over the broker: a message between hosts, in the runtime's own JSON.</summary>
public sealed record HostLetter
{
    public required string Json { get; init; }
}
