namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>A table as the journal sees it.</summary>
internal interface ITable
{
    string Name { get; }

    int Count { get; }

    void Replay(JournalEntry entry);

    IEnumerable<JournalEntry> Dump();
}
