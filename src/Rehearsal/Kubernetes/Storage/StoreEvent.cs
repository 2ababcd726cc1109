namespace Masterplan.Rehearsal.Kubernetes.Storage;

/// <summary>A change of one object: what it was and what it is; null where there is none.</summary>
public sealed record StoreEvent(long Revision, string Key, StoredObject? Before, StoredObject? After);
