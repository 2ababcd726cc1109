using System.Diagnostics;

namespace Masterplan.Lab.Linux;

/// <summary>Runs programs of the machine.</summary>
internal static class Tool
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    public static string? Find(string program) => Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program that must succeed; returns what it printed.</summary>
    /// <exception cref="LabException">It did not.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (code, output, error) = await TryAsync(program, arguments);
        return code == 0 ? output : throw new LabException($"`{program} {string.Join(' ', arguments)}` ended with code {code}: {error.Trim()} {output.Trim()}");
    }

    public static async Task<(int Code, string Output, string Error)> TryAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        return await EndAsync(process);
    }

    /// <summary>Waits for the end of a program that was started with pipes.</summary>
    public static async Task<(int Code, string Output, string Error)> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a program that must succeed in an environment; returns what it printed.</summary>
    /// <exception cref="LabException">It did not.</exception>
    public static async Task<string> OutputAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(program, arguments, environment);
        var (code, output, error) = await EndAsync(process);
        return code == 0 ? output : throw new LabException($"`{program} {string.Join(' ', arguments)}` ended with code {code}: {error.Trim()} {output.Trim()}");
    }

    /// <summary>Starts a program; without pipes it shares this one's input and output.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, bool pipes = true)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = pipes, RedirectStandardOutput = pipes, RedirectStandardError = pipes };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        if (pipes)
            process.StandardInput.Close();
        return process;
    }
}
