namespace Masterplan.Runtime.Hosts;

/// <summary>For a host that is alone, or one that only looks into the store.</summary>
internal sealed class NoHostMessages : IHostMessages
{
    public void Send(HostMessage message)
    {
        // Nobody listens.
    }
}
