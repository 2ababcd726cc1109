namespace Masterplan.Rehearsals.Harness;

/// <summary>The program under test.</summary>
public static class ProgramUnderTest
{
    /// <summary>A whole command may take this long on a busy machine; nothing waits for it otherwise.</summary>
    public static readonly TimeSpan Guard = TimeSpan.FromMinutes(3);

    /// <summary>The one that MASTERPLAN_PROGRAM names, else the one built with these tests.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("MASTERPLAN_PROGRAM") is { Length: > 0 } named
        ? named
        : System.IO.Path.Combine(AppContext.BaseDirectory, "masterplan");
}
