using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Processes;

/// <summary>Launches and ends the process that serves.</summary>
internal static class ServingProcess
{
    private const int SigTerm = 15;
    private const string Shell = "/bin/sh";

    // A session of its own: a terminal's signals do not reach it. Nothing of the parent's files stays open in it.
    private const string Detach = """exec </dev/null >>"$0" 2>&1; if command -v setsid >/dev/null; then exec setsid "$@"; else exec "$@"; fi""";
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);
    private static readonly string[] Credentials = ["EXOSCALE_API_KEY", "EXOSCALE_API_SECRET", "EXO_API_KEY", "EXO_API_SECRET"];

    /// <summary>This program's hidden verb.</summary>
    internal static IReadOnlyList<string> OwnCommand()
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return isHost ? [program, Assembly.GetEntryAssembly()!.Location, "rehearsal", "serve"] : [program, "rehearsal", "serve"];
    }

    internal static Process Launch(StateFolder folder, IReadOnlyList<string> command, IEnumerable<string> arguments)
    {
        // What an earlier one wrote into the log is of no use to anyone.
        File.Delete(folder.Log);
        new LineFile(folder.Log).Dispose();
        var start = new ProcessStartInfo(Shell, ["-c", Detach, folder.Log, .. command, .. arguments]) { WorkingDirectory = folder.Path };
        foreach (var name in Credentials)
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    internal static bool IsAlive(RehearsalDescription description)
    {
        using var process = Find(description);
        return process is not null;
    }

    /// <summary>Asks the process to end, and kills it when it does not. Returns whether there was one.</summary>
    internal static async Task<bool> EndAsync(RehearsalDescription description, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var process = Find(description);
        if (process is null)
            return false;
        using var timer = new CancellationTokenSource(StopTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        _ = Kill(process.Id, SigTerm);
        try
        {
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    internal static string LogTail(StateFolder folder) => string.Join('\n', File.ReadLines(folder.Log).TakeLast(20));

    private static Process? Find(RehearsalDescription description)
    {
        Process? process = null;
        try
        {
            process = Process.GetProcessById(description.Pid);
            if (!process.HasExited && (process.StartTime.ToUniversalTime() - description.StartedAt.UtcDateTime).Duration() < SameStart)
                return process;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // No process has that number, or it is someone else's.
        }

        process?.Dispose();
        return null;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
