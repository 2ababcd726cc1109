namespace Masterplan.Activities.Nodes;

/// <summary>A TCP port that a process listens on.</summary>
/// <param name="Port">The port.</param>
/// <param name="Holder">The process, as ss tells it.</param>
public sealed record ListeningPort(int Port, string Holder)
{
    /// <summary>The first of the ports that someone listens on, from the output of <c>ss -Hltnp</c>.</summary>
    public static ListeningPort? Find(string ssOutput, IReadOnlyList<int> ports)
    {
        foreach (var line in ssOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (columns.Length >= 4 && int.TryParse(columns[3][(columns[3].LastIndexOf(':') + 1)..], out var port) && ports.Contains(port))
                return new(port, columns.Length > 5 ? columns[5] : "a process that ss does not name");
        }

        return null;
    }
}
