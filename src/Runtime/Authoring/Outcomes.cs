namespace Masterplan.Runtime.Authoring;

/// <summary>The names under which an activity ended; connections leave from them. <c>Done</c> unless stated.</summary>
public record Outcomes(params string[] Names)
{
    public static readonly Outcomes Default = new("Done");

    public static readonly Outcomes Empty = new();
}
