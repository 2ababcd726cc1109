namespace Masterplan.Lab.Linux;

/// <summary>Whether this machine can run a lab.</summary>
public static class LabHost
{
    private static readonly string[] Programs = ["mmdebstrap", "systemd-nspawn", "ip", "nsenter", "kubectl", "curl", "ssh"];

    /// <summary>Why it cannot; null when it can.</summary>
    public static string? WhyNot { get; } = Reason();

    public static bool CanRun => WhyNot is null;

    private static string? Reason()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "The lab makes real Linux nodes, which needs Linux and root.";
        var missing = Programs.Where(program => Tool.Find(program) is null).ToList();
        if (!File.Exists(IgnitionStages.Program))
            missing.Add("ignition");
        return missing.Count == 0 ? null : $"The lab needs {string.Join(", ", missing)}; `./test` installs them.";
    }
}
