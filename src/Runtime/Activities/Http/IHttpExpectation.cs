namespace Masterplan.Runtime.Activities.Http;

/// <summary>A request that waits for its answer.</summary>
public interface IHttpExpectation : IDisposable
{
    Task<HttpAnswer> Answer { get; }
}
