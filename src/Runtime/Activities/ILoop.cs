namespace Masterplan.Runtime.Activities;

/// <summary>An activity that Break ends.</summary>
internal interface ILoop : IScope;
