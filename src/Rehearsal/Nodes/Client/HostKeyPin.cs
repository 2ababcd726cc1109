namespace Masterplan.Rehearsal.Nodes.Client;

/// <summary>Records the key that a node shows at first contact, and answers with the one on record for its address ever after.</summary>
public delegate Task<string> HostKeyPin(string address, string presented, CancellationToken cancellationToken);
