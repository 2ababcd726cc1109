namespace Masterplan.Runtime.Activities;

/// <summary>Whether the first case that holds is taken, or every one.</summary>
public enum SwitchMode
{
    MatchFirst,
    MatchAny,
}
