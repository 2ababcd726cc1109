namespace Masterplan.Activities.Pki;

/// <summary>Who holds certificates besides nodes.</summary>
public static class CertificateHolders
{
    /// <summary>The administrators.</summary>
    public const string People = "people";
}
