using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Hosts;

/// <summary>Gathers what other hosts are to know, and sends it a few times a second. A host that is alone sends nothing.</summary>
internal sealed class HostNews : IAsyncDisposable
{
    private const int MostEvents = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly Lock _lock = new();
    private readonly IHostMessages _messages;
    private readonly RuntimeOptions _options;
    private readonly ITimer? _timer;
    private readonly List<RunEvent> _events = [];
    private readonly HashSet<string> _look = [];
    private bool _areDefinitionsChanged;
    private bool _isSet;

    public HostNews(IHostMessages messages, RuntimeOptions options, TimeProvider time)
    {
        (_messages, _options) = (messages, options);
        if (!options.IsExclusive)
            _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Look(string instanceId) => Add(() => _look.Add(instanceId));

    /// <summary>Past 500 at once events are dropped: they are for those who watch, and the store has them all.</summary>
    public void Happened(RunEvent happened) => Add(() =>
    {
        if (_events.Count < MostEvents)
            _events.Add(happened);
    });

    public void DefinitionsChanged() => Add(() => _areDefinitionsChanged = true);

    /// <summary>Sends at once an answer to a request that may wait at another host; false if there is none.</summary>
    public bool TryAnswer(string requestId, HttpAnswer answer)
    {
        if (_timer is null)
            return false;
        _messages.Send(new HostMessage { Host = _options.HostName, RequestId = requestId, Answer = answer });
        return true;
    }

    public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Add(Action add)
    {
        if (_timer is null)
            return;
        lock (_lock)
        {
            add();
            if (_isSet)
                return;
            _isSet = true;
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    private void Flush()
    {
        HostMessage message;
        lock (_lock)
        {
            _isSet = false;
            message = new HostMessage { Host = _options.HostName, Look = [.. _look], Events = [.. _events], AreDefinitionsChanged = _areDefinitionsChanged };
            _look.Clear();
            _events.Clear();
            _areDefinitionsChanged = false;
        }

        _messages.Send(message);
    }
}
