namespace Masterplan.Bench.Bootstrap;

/// <summary>How many masters and workers, written as 3+100.</summary>
internal sealed record ClusterSize(int Masters, int Workers)
{
    public static ClusterSize Parse(string text) => text.Split('+') is [var masters, var workers]
        ? new(int.Parse(masters), int.Parse(workers))
        : throw new FormatException($"'{text}' is no size; write masters+workers, as 3+100.");

    public override string ToString() => $"{Masters}+{Workers}";
}
