using Masterplan.Runtime.Activities.Http;

namespace Masterplan.Runtime.Triggers;

/// <summary>An endpoint at which runs wait.</summary>
/// <param name="BookmarkId">Where one of them does.</param>
/// <param name="InstanceId">That run.</param>
/// <param name="Runs">How many wait there.</param>
/// <param name="Endpoint">What they wait for.</param>
public sealed record HttpWait(string BookmarkId, string InstanceId, int Runs, HttpEndpointStimulus Endpoint);
