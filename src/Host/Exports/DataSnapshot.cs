using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Exports;

/// <summary>All that a place held at one instant.</summary>
/// <param name="Ages">The schemas' ages.</param>
/// <param name="RunsUnderWay">How many runs were not finished, those that others had dispatched left out.</param>
/// <param name="Tables">The rows, to be read once.</param>
internal sealed record DataSnapshot(SchemaAges Ages, long RunsUnderWay, IAsyncEnumerable<TableRows> Tables);
