namespace Masterplan.Runtime.Activities;

/// <summary>An activity for which a person may choose a resilience strategy of HTTP.</summary>
internal interface IResilient;
