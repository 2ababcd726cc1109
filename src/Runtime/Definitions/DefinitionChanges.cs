namespace Masterplan.Runtime.Definitions;

/// <summary>Counts the changes of definitions since the start, so that what was derived from them can be seen to be stale.</summary>
internal sealed class DefinitionChanges
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Note() => Interlocked.Increment(ref _count);
}
