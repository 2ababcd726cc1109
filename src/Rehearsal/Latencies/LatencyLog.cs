using System.Text.Json;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Latencies;

/// <summary>Every wait that the rehearsal imposed, in simulated time: what the longest chain of a run is summed from.</summary>
public sealed class LatencyLog : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly LineFile? file;

    /// <param name="path">The file that keeps the entries over restarts; only memory when unset.</param>
    public LatencyLog(string? path = null)
    {
        if (path is null)
            return;
        file = new(path);
        entries.AddRange(file.Lines.Select(l => JsonSerializer.Deserialize<Entry>(l.Span)!));
    }

    public IReadOnlyCollection<Entry> All => Since(0);

    /// <summary>Notes one imposed wait.</summary>
    /// <param name="subject">The name of the instance, group, template … that waited.</param>
    /// <param name="step">One of <see cref="LatencySteps"/>, or an operation's command.</param>
    /// <param name="simulated">How long, in simulated time.</param>
    public void Record(string subject, string step, TimeSpan simulated)
    {
        var entry = new Entry(subject, step, simulated.TotalSeconds);
        lock (gate)
        {
            entries.Add(entry);
            file?.Append(JsonSerializer.SerializeToUtf8Bytes(entry));
        }
    }

    /// <summary>The entries from an index on.</summary>
    public IReadOnlyList<Entry> Since(int index)
    {
        lock (gate)
            return entries[Math.Clamp(index, 0, entries.Count)..];
    }

    public void Dispose() => file?.Dispose();

    public sealed record Entry(string Subject, string Step, double Seconds);
}
