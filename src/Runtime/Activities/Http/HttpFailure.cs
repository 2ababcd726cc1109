namespace Masterplan.Runtime.Activities.Http;

/// <summary>Why a request got no answer.</summary>
internal enum HttpFailure
{
    FailedToConnect,
    Timeout,
}
