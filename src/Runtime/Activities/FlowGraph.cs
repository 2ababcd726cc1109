namespace Masterplan.Runtime.Activities;

/// <summary>The lines of a flowchart, sorted into forward ones and those that go back and so close a loop.</summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<string, List<Connection>> _outbound;
    private readonly Dictionary<string, List<Connection>> _inbound = [];
    private readonly HashSet<Connection> _forward = [];
    private readonly HashSet<Connection> _backward = [];
    private readonly string _start;

    public FlowGraph(string start, IEnumerable<Connection> connections)
    {
        _start = start;
        _outbound = connections.Distinct().GroupBy(connection => connection.Source).ToDictionary(group => group.Key, group => group.ToList());
        var seen = new HashSet<string> { start };
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out var source))
            foreach (var connection in Outbound(source))
            {
                Sort(connection);
                if (seen.Add(connection.Target))
                    queue.Enqueue(connection.Target);
            }
    }

    public IReadOnlyList<Connection> Outbound(string activity) => _outbound.GetValueOrDefault(activity) ?? [];

    public IReadOnlyList<Connection> ForwardInbound(string activity) => _inbound.GetValueOrDefault(activity) ?? [];

    public bool IsForward(Connection connection) => _forward.Contains(connection);

    public bool IsBackward(Connection connection) => _backward.Contains(connection);

    /// <summary>A line may go back only to an activity that every way from the start to its source passes.</summary>
    public bool IsValidLoop(Connection connection) => connection.Source == connection.Target || connection.Target == _start || !Reaches(_start, connection.Source, connection.Target);

    /// <summary>Everything from which the activity can be reached by forward lines.</summary>
    public HashSet<string> Ancestors(string activity)
    {
        var found = new HashSet<string>();
        var queue = new Queue<string>([activity]);
        while (queue.TryDequeue(out var target))
            foreach (var connection in ForwardInbound(target))
                if (found.Add(connection.Source))
                    queue.Enqueue(connection.Source);
        return found;
    }

    private void Sort(Connection connection)
    {
        if (Reaches(connection.Target, connection.Source, avoiding: null))
        {
            _backward.Add(connection);
            return;
        }

        _forward.Add(connection);
        if (!_inbound.TryGetValue(connection.Target, out var inbound))
            _inbound[connection.Target] = inbound = [];
        inbound.Add(connection);
    }

    private bool Reaches(string from, string to, string? avoiding)
    {
        var seen = new HashSet<string> { from };
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out var current))
        {
            if (current == to)
                return true;
            foreach (var connection in Outbound(current))
                if (_forward.Contains(connection) && connection.Target != avoiding && seen.Add(connection.Target))
                    queue.Enqueue(connection.Target);
        }

        return false;
    }
}
