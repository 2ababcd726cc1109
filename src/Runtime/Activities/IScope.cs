namespace Masterplan.Runtime.Activities;

/// <summary>An activity whose properties say how far its children have come: they survive a retry.</summary>
internal interface IScope;
