using Masterplan.Activities.Pki;

namespace Masterplan.Host.Clusters;

/// <summary>How long certificates still live, in days and words.</summary>
internal static class CertificateLife
{
    /// <summary>Whole days; below 0 once it has ended.</summary>
    public static int Days(TimeSpan left) => (int)Math.Floor(left.TotalDays);

    /// <summary>Whether it is to be issued anew.</summary>
    public static bool IsShort(int days) => days < IssueCertificate.UsualRenewBefore.TotalDays;

    /// <summary>Of the certificate of a cluster that ends first.</summary>
    public static string Tell(int days) => days < 0 ? $"the first ended {-days} days ago" : $"the first ends in {days} days";

    /// <summary>A line for a terminal, with what to do.</summary>
    public static string Advise(string cluster, int days) => $"Certificates: {Tell(days)}.{(IsShort(days) ? $" Renew them with: ./masterplan certificates {cluster} --renew" : "")}";
}
