namespace Masterplan.Runtime.Activities;

/// <summary>An activity that ends the flowchart or sequence that it stands in.</summary>
internal interface ITerminal;
