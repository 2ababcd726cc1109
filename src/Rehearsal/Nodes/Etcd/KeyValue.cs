namespace Masterplan.Rehearsal.Nodes.Etcd;

public sealed record KeyValue(string Key, byte[] Value, long CreateRevision, long ModRevision, long Version);
