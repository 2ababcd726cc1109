namespace Masterplan.Activities.Etcd.Backups;

/// <summary>The snapshot of one etcd cluster.</summary>
/// <param name="Etcd">The etcd cluster's id.</param>
/// <param name="Master">Whose member it was taken from.</param>
/// <param name="Revision">The last revision that it holds.</param>
/// <param name="Keys">How many keys.</param>
/// <param name="Size">Bytes of the file.</param>
/// <param name="Sha256">The file's hash, lower-case hexadecimal.</param>
public sealed record EtcdSnapshot(string Etcd, string Master, long Revision, long Keys, long Size, string Sha256);
