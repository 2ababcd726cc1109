namespace Masterplan.Runtime.Hosting.Copies;

/// <summary>A table's rows on their way from one database to another.</summary>
/// <param name="Table">The table's name; databases differ in its case.</param>
/// <param name="Columns">What each value of a row belongs to.</param>
/// <param name="Rows">Values are null, long, double, bool, string or byte[]. To be read once, before the next table.</param>
public sealed record TableRows(string Table, IReadOnlyList<string> Columns, IAsyncEnumerable<object?[]> Rows);
