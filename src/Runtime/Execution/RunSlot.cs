namespace Masterplan.Runtime.Execution;

/// <summary>An instance that this host executes, or is about to.</summary>
internal sealed class RunSlot(string instanceId)
{
    private int _signal;

    public string InstanceId { get; } = instanceId;

    /// <summary>Interrupts the running activity: the instance is being cancelled, or the host stops.</summary>
    public CancellationTokenSource Cancellation { get; private set; } = new();

    public bool IsQueued { get; set; }

    /// <summary>Since when it waits for its turn, or did; a timestamp of the queue's clock.</summary>
    public long QueuedAt { get; set; }

    public bool IsGone { get; set; }

    public bool HasSignal => Volatile.Read(ref _signal) != 0;

    public void Signal() => Volatile.Write(ref _signal, 1);

    /// <summary>True if something has arrived since the last time.</summary>
    public bool TakeSignal() => Interlocked.Exchange(ref _signal, 0) != 0;

    public void Renew()
    {
        if (!Cancellation.IsCancellationRequested)
            return;
        Cancellation.Dispose();
        Cancellation = new CancellationTokenSource();
    }
}
