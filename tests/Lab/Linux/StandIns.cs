using System.Runtime.InteropServices;

namespace Masterplan.Lab.Linux;

/// <summary>The programs that Debian has not, played by ours: a folder that nodes see, with the .NET that runs it.</summary>
internal static class StandIns
{
    private const string OnNode = "/opt/stand-ins";

    /// <summary>What nodes are given to see of this machine.</summary>
    public static IEnumerable<string> Binds => [$"--bind-ro={Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../stand-ins"))}:{OnNode}", $"--bind-ro={DotNet}:/opt/dotnet"];

    /// <summary>The machine's .NET: the runtime lies in shared/Microsoft.NETCore.App/VERSION below it.</summary>
    private static string DotNet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    /// <summary>The file that is installed under the real program's name.</summary>
    public static string Script(string program) =>
        $"#!/bin/sh\nexport DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableDiagnostics=0\nexec /opt/dotnet/dotnet {OnNode}/Masterplan.StandIns.dll {program} \"$@\"\n";
}
