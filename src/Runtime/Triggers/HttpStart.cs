using Masterplan.Runtime.Activities.Http;

namespace Masterplan.Runtime.Triggers;

/// <summary>An endpoint that starts a published workflow.</summary>
/// <param name="DefinitionId">The workflow.</param>
/// <param name="VersionId">Its published version.</param>
/// <param name="ActivityId">The activity that it begins with.</param>
/// <param name="Endpoint">What the activity waits for.</param>
public sealed record HttpStart(string DefinitionId, string VersionId, string ActivityId, HttpEndpointStimulus Endpoint);
