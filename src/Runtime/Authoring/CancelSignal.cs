namespace Masterplan.Runtime.Authoring;

/// <summary>Tells an activity that waits that it is about to be cancelled, so that it can give back what it holds.</summary>
public sealed record CancelSignal;
