namespace Masterplan.StandIns.Network;

/// <summary>flannel's device: pods' packets to other nodes, wrapped in UDP.</summary>
internal static class Vxlan
{
    public const int Mtu = 1450;
    private const string Device = "flannel.1";

    /// <summary>Makes the device unless it is there, and returns its hardware address.</summary>
    public static async Task<string> MakeAsync(string address, int port)
    {
        if (!Directory.Exists($"/sys/class/net/{Device}"))
            await Tool.RunAsync("ip", "link", "add", Device, "mtu", $"{Mtu}", "type", "vxlan", "id", "1", "local", address, "dstport", $"{port}", "nolearning");
        return (await File.ReadAllTextAsync($"/sys/class/net/{Device}/address")).Trim();
    }

    public static async Task AddressAsync(Lease lease)
    {
        await Tool.RunAsync("ip", "addr", "replace", $"{lease.Gateway}/32", "dev", Device);
        await Tool.RunAsync("ip", "link", "set", Device, "up");
    }

    public static async Task ReachAsync(Lease other)
    {
        await Tool.RunAsync("bridge", "fdb", "replace", other.Mac, "dev", Device, "dst", other.Address);
        await Tool.RunAsync("ip", "neigh", "replace", other.Gateway, "lladdr", other.Mac, "dev", Device, "nud", "permanent");
        await Tool.RunAsync("ip", "route", "replace", other.Subnet, "via", other.Gateway, "dev", Device, "onlink");
    }

    public static Task ForgetAsync(string subnet) => Tool.TryAsync("ip", "route", "delete", subnet, "dev", Device);
}
