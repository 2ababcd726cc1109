namespace Masterplan.Host.Clusters;

/// <summary>How long the certificate of a cluster that ends first still lives, in words.</summary>
internal static class CertificateLife
{
    /// <summary>A bootstrap issues a certificate anew that has fewer days left.</summary>
    private const int RenewedBelow = 30;

    public static bool IsShort(int days) => days < RenewedBelow;

    public static string Tell(int days) => days < 0 ? $"the first ended {-days} days ago" : $"the first ends in {days} days";
}
