using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>A case: its label, when it holds and, for Switch, what it runs.</summary>
public sealed record SwitchCase(string Label, Expression Condition, IActivity? Activity = null);
