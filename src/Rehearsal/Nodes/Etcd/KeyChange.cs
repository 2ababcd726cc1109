namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>One change of one key: what it was, and what it is; null where there is no key.</summary>
public sealed record KeyChange(long Revision, string Key, KeyValue? Before, KeyValue? After);
