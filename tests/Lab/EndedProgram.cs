using System.Text.Json;

namespace Masterplan.Lab;

/// <summary>What the program left: its exit code, the objects that it printed, and its errors.</summary>
public sealed record EndedProgram(int Code, IReadOnlyList<JsonElement> Lines, string Error)
{
    /// <summary>The last object, which sums up.</summary>
    public JsonElement Summary => Lines[^1];

    public string Run => Summary.GetProperty("run").GetString()!;

    public int Changes => Summary.GetProperty("changes").GetInt32();

    /// <summary>The messages of the open incidents.</summary>
    public IReadOnlyList<string> Incidents => [.. Summary.GetProperty("incidents").EnumerateArray().Select(incident => incident.GetProperty("message").GetString()!)];

    public EndedProgram ShouldExitWith(int code)
    {
        Code.ShouldBe(code, $"{Error}\n{string.Join('\n', Lines.TakeLast(8))}");
        return this;
    }
}
