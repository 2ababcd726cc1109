using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>What is done after an answer with a status.</summary>
public sealed record HttpStatusCodeCase(int StatusCode, IActivity? Activity);
