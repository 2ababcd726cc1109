namespace Masterplan.Activities.Pki;

/// <summary>What a leaf certificate may be used for.</summary>
[Flags]
public enum KeyPurposes
{
    None = 0,
    Client = 1,
    Server = 2,
    Both = Client | Server,
}
