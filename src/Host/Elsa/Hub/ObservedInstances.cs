namespace Masterplan.Host.Elsa.Hub;

/// <summary>Which runs have viewers at this host.</summary>
internal sealed class ObservedInstances
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<string>> _connections = new(StringComparer.Ordinal);

    public void Add(string instance, string connection)
    {
        lock (_lock)
        {
            if (!_connections.TryGetValue(instance, out var connections))
                _connections[instance] = connections = new(StringComparer.Ordinal);
            connections.Add(connection);
        }
    }

    public void Remove(string connection)
    {
        lock (_lock)
            foreach (var (instance, connections) in _connections)
                if (connections.Remove(connection) && connections.Count == 0)
                    _connections.Remove(instance);
    }

    public bool Contains(string instance)
    {
        lock (_lock)
            return _connections.ContainsKey(instance);
    }
}
