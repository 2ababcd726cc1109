namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>A key was changed by somebody else since it was last seen: look again and decide anew.</summary>
public sealed class StaleKeyException(string key) : Exception($"Key '{key}' has been changed meanwhile.");
