using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns;

/// <summary>What a stand-in was started with: its name and arguments, and the version of the program that it plays.</summary>
internal static class Start
{
    private const string Version = "STAND_IN_VERSION";

    public static ProgramStart Read(string[] arguments) => new(arguments.FirstOrDefault() ?? "", arguments[1..], new NodeFiles(), new ErrorLog())
    {
        Version = Environment.GetEnvironmentVariable(Version) ?? "0.0.0",
        Clock = TimeProvider.System,
        HostName = Environment.MachineName,
        HostAddress = "127.0.0.1",
        Environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
    };

    /// <summary>What a program must be run with to play that version of another.</summary>
    public static string Play(string version) => $"{Version}={version.TrimStart('v')}";
}
