namespace Masterplan.Host.Exports;

/// <summary>The byte before each value of an export's rows.</summary>
internal enum ValueKind : byte
{
    Nothing,
    False,
    True,
    Integer,
    Real,
    Text,
    Bytes,
}
