using Masterplan.Activities.Pki;

namespace Masterplan.Host.Clusters;

/// <summary>A certificate of a cluster, as it is told.</summary>
/// <param name="Holder">A node's name, or "people".</param>
/// <param name="Certificate">Its name with the holder, as in "apiserver".</param>
/// <param name="CommonName">Subject CN.</param>
/// <param name="Authority">The CN of who signed it.</param>
/// <param name="NotAfter">When it ends.</param>
/// <param name="Days">Whole days until then; below 0 once it has ended.</param>
internal sealed record CertificateLine(string Holder, string Certificate, string CommonName, string Authority, DateTimeOffset NotAfter, int Days)
{
    public static CertificateLine Of(HeldCertificate held) => new(held.Holder, held.Id, held.CommonName, held.Authority, held.NotAfter, CertificateLife.Days(held.Left));
}
