using System.Collections.Concurrent;
using Masterplan.Runtime.Hosts;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Brings answers to waiting requests, in this process or at another host.</summary>
internal sealed class HttpAnswers(HostNews news) : IHttpAnswers
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<HttpAnswer>> _waiting = new();

    public IHttpExpectation Expect(string requestId) => new Expectation(this, requestId);

    public bool Give(string requestId, HttpAnswer answer) => GiveHere(requestId, answer) || news.TryAnswer(requestId, answer);

    public bool GiveHere(string requestId, HttpAnswer answer) => _waiting.TryGetValue(requestId, out var waiting) && waiting.TrySetResult(answer);

    private sealed class Expectation : IHttpExpectation
    {
        private readonly HttpAnswers _answers;
        private readonly string _requestId;

        public Expectation(HttpAnswers answers, string requestId)
        {
            (_answers, _requestId) = (answers, requestId);
            var waiting = new TaskCompletionSource<HttpAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            answers._waiting[requestId] = waiting;
            Answer = waiting.Task;
        }

        public Task<HttpAnswer> Answer { get; }

        public void Dispose() => _answers._waiting.TryRemove(_requestId, out _);
    }
}
