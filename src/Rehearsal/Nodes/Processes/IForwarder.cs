namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>A listener that passes connections on, as haproxy does.</summary>
public interface IForwarder
{
    IEnumerable<(string Host, int Port)> Backends(int port);
}
