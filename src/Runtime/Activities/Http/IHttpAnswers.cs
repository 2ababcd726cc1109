namespace Masterplan.Runtime.Activities.Http;

/// <summary>Where the requests wait that started runs.</summary>
public interface IHttpAnswers
{
    /// <summary>Registers a request; the task completes with the answer that its run writes. Dispose when the request is over.</summary>
    IHttpExpectation Expect(string requestId);

    /// <summary>False if the request is over: its client has gone, or the process was started anew since.</summary>
    bool Give(string requestId, HttpAnswer answer);
}
