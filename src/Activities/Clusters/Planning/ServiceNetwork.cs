using System.Buffers.Binary;
using System.Net;

namespace Masterplan.Activities.Clusters.Planning;

/// <summary>Addresses counted from the start of a network.</summary>
public static class ServiceNetwork
{
    /// <summary>The API server's own service address: the first of the network.</summary>
    public static string ApiServerAddress(string cidr) => Address(cidr, 1);

    /// <summary>The cluster DNS's address: the tenth of the network.</summary>
    public static string DnsAddress(string cidr) => Address(cidr, 10);

    private static string Address(string cidr, uint offset)
    {
        var bytes = IPNetwork.Parse(cidr).BaseAddress.GetAddressBytes();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) + offset);
        return new IPAddress(bytes).ToString();
    }
}
