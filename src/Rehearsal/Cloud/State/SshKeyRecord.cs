namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record SshKeyRecord(string Name, string PublicKey, string Fingerprint);
