namespace Masterplan.Runtime.Runs;

/// <summary>Which lines of a journal are wanted. An empty member asks for nothing.</summary>
public sealed record JournalFilter
{
    public IReadOnlyCollection<string> ActivityIds { get; init; } = [];

    public IReadOnlyCollection<string> NodeIds { get; init; } = [];

    public IReadOnlyCollection<string> ExcludedActivityTypes { get; init; } = [];

    public IReadOnlyCollection<string> EventNames { get; init; } = [];
}
