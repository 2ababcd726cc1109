namespace Masterplan.Exoscale.SecurityGroups;

/// <summary>The protocol of a rule. <see cref="Unknown"/> for one that is newer than this client.</summary>
public enum RuleProtocol
{
    Unknown,
    Tcp,
    Udp,
    Icmp,
    Icmpv6,
    Esp,
    Gre,
    Ah,
    Ipip,
    All,
}
