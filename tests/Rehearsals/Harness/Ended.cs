namespace Masterplan.Rehearsals.Harness;

/// <summary>A process that ended, with all that it printed.</summary>
public sealed record Ended(string Command, int ExitCode, IReadOnlyList<Line> Lines, string Errors)
{
    /// <summary>The last line, which sums up.</summary>
    public Line Summary => Lines.Count > 0 ? Lines[^1] : new Line("");

    public string Run => Summary["run"];

    public string Output => string.Join('\n', Lines);

    public IReadOnlyList<string> Incidents => [.. Summary.Json.GetProperty("incidents").EnumerateArray().Select(incident => $"{incident.GetProperty("step")}: {incident.GetProperty("message")}")];

    public Ended ShouldSucceed()
    {
        ExitCode.ShouldBe(0, ToString());
        return this;
    }

    public Ended ShouldExitWith(int code)
    {
        ExitCode.ShouldBe(code, ToString());
        return this;
    }

    public override string ToString() => $"`{Command}` ended with {ExitCode}\n{string.Join('\n', Lines.TakeLast(8))}\n{Errors}";
}
