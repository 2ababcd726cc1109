using System.Runtime.InteropServices;
using System.Text;

namespace Masterplan.Lab.Linux;

/// <summary>
/// The programs that Debian has not, played by ours: a folder that nodes see, with the .NET that runs it. A file of the same name in the
/// folder LAB_BIN, which holds real ones, is taken instead.
/// </summary>
internal static class StandIns
{
    private const string OnNode = "/opt/stand-ins";

    /// <summary>What container images hold, and crictl: the nodes see them in <c>/opt/images</c>.</summary>
    private static readonly string[] InImages = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "nginx-ingress", "crictl"];

    /// <summary>Writes the programs of container images into a folder, and tells what nodes are given to see of this machine.</summary>
    public static IReadOnlyList<string> Provide(string folder)
    {
        if (LabBin is { Length: > 0 } given && !Directory.Exists(given))
            throw new LabException($"LAB_BIN names '{given}', which is no folder.");
        Directory.CreateDirectory(folder);
        foreach (var program in InImages)
        {
            File.WriteAllBytes(Path.Combine(folder, program), Program(program));
            File.SetUnixFileMode(Path.Combine(folder, program), (UnixFileMode)Convert.ToInt32("755", 8));
        }

        var compiled = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../stand-ins"));
        return [$"--bind-ro={compiled}:{OnNode}", $"--bind-ro={DotNet}:/opt/dotnet", $"--bind-ro={folder}:/opt/images"];
    }

    /// <summary>The file that is installed under the real program's name.</summary>
    /// <param name="program">The name.</param>
    /// <param name="version">The version that it plays; unset for what a container image holds, whose tag names it.</param>
    public static byte[] Program(string program, string? version = null) => Real(program) ?? Encoding.UTF8.GetBytes(Script(program, version));

    /// <summary>The real program of a name; null where LAB_BIN has none.</summary>
    public static byte[]? Real(string program) => LabBin is { Length: > 0 } folder && Path.Combine(folder, program) is var file && File.Exists(file) ? File.ReadAllBytes(file) : null;

    private static string? LabBin => Environment.GetEnvironmentVariable("LAB_BIN");

    /// <summary>The machine's .NET: the runtime lies in shared/Microsoft.NETCore.App/VERSION below it.</summary>
    private static string DotNet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static string Script(string program, string? version) => $"""
        #!/bin/sh
        export DOTNET_EnableDiagnostics=0 DOTNET_GCgen0size=0x200000 DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0 MALLOC_ARENA_MAX=1{(version is null ? "" : $" STAND_IN_VERSION={version.TrimStart('v')}")}
        exec /opt/dotnet/dotnet {OnNode}/Masterplan.StandIns.dll {program} "$@"

        """;
}
