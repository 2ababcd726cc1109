using Masterplan.Activities.Pki;

namespace Masterplan.Host.Clusters;

/// <summary>How long the certificate of a cluster that ends first still lives, in words.</summary>
internal static class CertificateLife
{
    /// <summary>Whether a bootstrap issues it anew.</summary>
    public static bool IsShort(int days) => days < IssueCertificate.UsualRenewBefore.TotalDays;

    public static string Tell(int days) => days < 0 ? $"the first ended {-days} days ago" : $"the first ends in {days} days";
}
