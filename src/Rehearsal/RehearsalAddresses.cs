namespace Masterplan.Rehearsal;

/// <summary>
/// The addresses of one rehearsal: in 127.88.<paramref name="block"/>.0/24, .1 is the API, .2 to .9 are elastic IPs, .10 to .254 nodes.
/// Whoever listens at the API's address owns the block.
/// </summary>
/// <param name="block">1 to 254.</param>
/// <param name="network">The first half of every address; the default is loopback.</param>
public sealed class RehearsalAddresses(int block, string network = "127.88")
{
    public const int Port = 8088;
    public const int FirstNode = 10;
    public const int MaxNodes = 245;
    public const int FirstElasticIp = 2;
    public const int MaxElasticIps = 8;

    public int Block => block;

    public string Api => Address(1);

    /// <summary>The base address for clients of the Exoscale API.</summary>
    public string Endpoint => $"http://{Api}:{Port}/v2";

    public string Address(int last) => $"{network}.{block}.{last}";
}
