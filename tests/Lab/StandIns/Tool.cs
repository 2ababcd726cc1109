using System.Diagnostics;

namespace Masterplan.StandIns;

/// <summary>Runs programs of the node.</summary>
internal static class Tool
{
    public const string Path = "/opt/images:/opt/bin:/usr/local/bin:/usr/sbin:/usr/bin";

    public static Task<(int Code, string Output, string Error)> TryAsync(string program, params string[] arguments) => TryAsync(program, arguments, null);

    public static async Task<(int Code, string Output, string Error)> TryAsync(string program, IEnumerable<string> arguments, string? input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Path;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <exception cref="InvalidOperationException">It did not.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        var (code, output, error) = await TryAsync(program, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error.Trim()} {output.Trim()}");
    }
}
