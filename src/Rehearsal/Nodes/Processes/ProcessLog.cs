namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>The last lines that a unit or a container printed.</summary>
public class ProcessLog(TimeProvider clock)
{
    private const int Kept = 200;
    private readonly Lock gate = new();
    private readonly Queue<(DateTimeOffset At, string Text)> lines = new();

    public virtual void Add(string text)
    {
        lock (gate)
        {
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.Enqueue((clock.GetUtcNow(), line));
            while (lines.Count > Kept)
                lines.Dequeue();
        }
    }

    public IReadOnlyList<(DateTimeOffset At, string Text)> Last(int count)
    {
        lock (gate)
        {
            return [.. lines.TakeLast(count)];
        }
    }
}
