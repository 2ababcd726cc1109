using System.Net;
using System.Net.Sockets;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Addresses that reach no further than the machine's own link; a cloud's metadata service answers there.</summary>
internal static class LinkLocalAddresses
{
    // EC2's metadata service over IPv6, which is not link-local by its number.
    private static readonly IPAddress Metadata = IPAddress.Parse("fd00:ec2::254");

    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.Equals(Metadata);
        var bytes = address.GetAddressBytes();
        return bytes[0] == 169 && bytes[1] == 254;
    }
}
