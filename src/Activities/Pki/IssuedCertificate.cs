namespace Masterplan.Activities.Pki;

/// <summary>A certificate and its private key, both PEM (the key PKCS#8).</summary>
public sealed record IssuedCertificate(string Certificate, string PrivateKey)
{
    /// <summary>Keeps the key out of logs and error messages.</summary>
    public override string ToString() => "a certificate and its key";
}
