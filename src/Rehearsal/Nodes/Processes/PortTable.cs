namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>The listening TCP ports of one machine. A port is held by one process, and stays held until that process is gone.</summary>
public sealed class PortTable(Signal changed)
{
    private readonly Lock gate = new();
    private readonly List<Listener> listeners = [];

    public IReadOnlyList<Listener> All
    {
        get
        {
            lock (gate)
            {
                return [.. listeners.OrderBy(l => l.Port)];
            }
        }
    }

    public Listener Bind(string host, int port, string process, int pid, object? service = null)
    {
        lock (gate)
        {
            if (listeners.Any(l => l.Port == port && (l.Host == host || IsAny(l.Host) || IsAny(host))))
                throw new RefusalException($"listen tcp {host}:{port}: bind: address already in use");
            var listener = new Listener(this, host, port, process, pid, service);
            listeners.Add(listener);
            changed.Raise();
            return listener;
        }
    }

    public Listener? ListenerAt(string host, int port)
    {
        lock (gate)
        {
            return listeners.Find(l => l.Port == port && (IsAny(l.Host) || l.Host == host || host == "localhost"));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            listeners.Clear();
        }

        changed.Raise();
    }

    private static bool IsAny(string host) => host is "0.0.0.0" or "::" or "[::]" or "*" or "";

    private void Release(Listener listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
        }

        changed.Raise();
    }

    public sealed record Listener(PortTable Table, string Host, int Port, string Process, int Pid, object? Service) : IDisposable
    {
        public void Dispose() => Table.Release(this);
    }
}
