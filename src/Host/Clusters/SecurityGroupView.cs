namespace Masterplan.Host.Clusters;

/// <summary>A security group of a cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsThere">Whether the ledger says that it was made.</param>
/// <param name="Rules">Its rules, as words, protocol and ports.</param>
internal sealed record SecurityGroupView(string Name, bool IsThere, IReadOnlyList<string> Rules);
