using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Masterplan.Runtime.Execution;

/// <summary>Which instances are to be looked at. It only says where to look: a lost or doubled signal costs time, never correctness.</summary>
internal sealed class RunQueue(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, RunSlot> _slots = new();
    private readonly Channel<RunSlot> _ready = Channel.CreateUnbounded<RunSlot>();

    public ChannelReader<RunSlot> Ready => _ready.Reader;

    /// <summary>How many instances are executed here or wait for their turn.</summary>
    public int Count => _slots.Count;

    /// <summary>How long the one that is next has waited for its turn; zero if none waits.</summary>
    public TimeSpan Age => _ready.Reader.TryPeek(out var next) ? time.GetElapsedTime(next.QueuedAt) : TimeSpan.Zero;

    /// <summary>True while the instance is executed here or waits for its turn.</summary>
    public bool Contains(string instanceId) => _slots.ContainsKey(instanceId);

    public void Signal(string instanceId)
    {
        while (!TrySignal(_slots.GetOrAdd(instanceId, id => new RunSlot(id))))
        {
        }
    }

    /// <summary>Interrupts the instance's running activity, if this host runs one.</summary>
    public void Interrupt(string instanceId)
    {
        if (_slots.TryGetValue(instanceId, out var slot))
            Interrupt(slot);
    }

    public void InterruptAll()
    {
        foreach (var slot in _slots.Values)
            Interrupt(slot);
    }

    /// <summary>Ends a turn: back into the queue if something has arrived meanwhile.</summary>
    public void Return(RunSlot slot)
    {
        lock (slot)
        {
            if (slot.HasSignal)
            {
                slot.Renew();
                Enqueue(slot);
                return;
            }

            slot.IsGone = true;
            _slots.TryRemove(slot.InstanceId, out _);
        }
    }

    private static void Interrupt(RunSlot slot)
    {
        lock (slot)
            if (!slot.IsGone)
                slot.Cancellation.Cancel();
    }

    private bool TrySignal(RunSlot slot)
    {
        lock (slot)
        {
            if (slot.IsGone)
                return false;
            slot.Signal();
            if (slot.IsQueued)
                return true;
            slot.IsQueued = true;
            Enqueue(slot);
            return true;
        }
    }

    private void Enqueue(RunSlot slot)
    {
        slot.QueuedAt = time.GetTimestamp();
        _ready.Writer.TryWrite(slot);
    }
}
