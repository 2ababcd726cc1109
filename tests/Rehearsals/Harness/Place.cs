namespace Masterplan.Rehearsals.Harness;

/// <summary>Somewhere that a secret could have leaked to.</summary>
public sealed record Place(string Name, byte[] Content)
{
    public bool Holds(IEnumerable<byte[]> needles) => needles.Any(needle => Content.AsSpan().IndexOf(needle) >= 0);
}
