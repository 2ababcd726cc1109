namespace Masterplan.Activities.Pki;

/// <summary>A public and a private key, both PEM.</summary>
public sealed record KeyPair(string PublicKey, string PrivateKey)
{
    public override string ToString() => "a key pair";
}
