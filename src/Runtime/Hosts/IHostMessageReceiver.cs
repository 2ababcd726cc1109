namespace Masterplan.Runtime.Hosts;

/// <summary>Takes in what other hosts tell. Whoever carries messages calls it.</summary>
public interface IHostMessageReceiver
{
    void Receive(HostMessage message);
}
