namespace Masterplan.Runtime.Hosts;

/// <summary>Carries word between the hosts of one database. The queue is the store: word that is lost or doubled costs time, never correctness.</summary>
public interface IHostMessages
{
    /// <summary>Sends to all other hosts, without waiting and without failing.</summary>
    void Send(HostMessage message);
}
