namespace Masterplan.Host.Exports;

/// <summary>The byte before each part of an export's content.</summary>
internal enum RowKind : byte
{
    /// <summary>A table's name and columns follow.</summary>
    Table = 1,

    /// <summary>A row of the last table: a value for each column.</summary>
    Row = 2,

    /// <summary>The end: how many rows each table had.</summary>
    End = 3,
}
