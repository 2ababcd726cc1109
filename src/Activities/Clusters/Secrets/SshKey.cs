using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Utilities.IO.Pem;

namespace Masterplan.Activities.Clusters.Secrets;

/// <summary>An ed25519 key for SSH.</summary>
/// <param name="PublicKey">One line for authorized_keys.</param>
/// <param name="PrivateKey">OpenSSH's own PEM form.</param>
public sealed record SshKey(string PublicKey, string PrivateKey)
{
    public static SshKey Create(string comment)
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var pair = generator.GenerateKeyPair();
        var text = new StringBuilder();
        using (var writer = new PemWriter(new StringWriter(text)))
            writer.WriteObject(new PemObject("OPENSSH PRIVATE KEY", OpenSshPrivateKeyUtilities.EncodePrivateKey(pair.Private)));
        return new($"ssh-ed25519 {Convert.ToBase64String(OpenSshPublicKeyUtilities.EncodePublicKey(pair.Public))} {comment}", text.ToString());
    }

    public override string ToString() => "an SSH key";
}
