using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Utilities.IO.Pem;
using Org.BouncyCastle.X509;
using PemReader = Org.BouncyCastle.OpenSsl.PemReader;
using PemWriter = Org.BouncyCastle.OpenSsl.PemWriter;

namespace Masterplan.Activities.Pki;

/// <summary>PEM text from and to certificates and keys; private keys as PKCS#8.</summary>
internal static class Pem
{
    public static string Write(X509Certificate certificate) => WriteObject(certificate);

    public static string Write(AsymmetricKeyParameter key) => WriteObject(key.IsPrivate
        ? new PemObject("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded())
        : key);

    public static X509Certificate ReadCertificate(string pem) => (X509Certificate)new PemReader(new StringReader(pem)).ReadObject();

    public static AsymmetricKeyParameter ReadPrivateKey(string pem) => (AsymmetricKeyParameter)new PemReader(new StringReader(pem)).ReadObject();

    private static string WriteObject(object value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        using var writer = new PemWriter(text);
        writer.WriteObject(value is PemObject pem ? pem : new MiscPemGenerator(value));
        writer.Writer.Flush();
        return text.ToString();
    }
}
