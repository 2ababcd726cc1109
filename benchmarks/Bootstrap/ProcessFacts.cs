using System.Diagnostics;
using System.Globalization;

namespace Masterplan.Bench.Bootstrap;

/// <summary>What Linux tells of a process.</summary>
internal static class ProcessFacts
{
    // USER_HZ, which is 100 wherever .NET runs.
    private const double TicksPerSecond = 100;

    /// <summary>The most memory that the process had resident, in MiB; 0 once it is gone.</summary>
    public static double PeakMemory(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>The processor time of a process; zero once it is gone.</summary>
    public static TimeSpan Cpu(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    /// <summary>Waits for the end of a process and follows its peak of memory and its processor time until then.</summary>
    public static async Task<(double PeakMemory, TimeSpan Cpu)> WatchAsync(Process process)
    {
        var (peak, cpu) = (0.0, TimeSpan.Zero);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakMemory(process.Id));
            cpu = Cpu(process.Id) is var now && now > cpu ? now : cpu;
            await timer.WaitForNextTickAsync();
        }

        await process.WaitForExitAsync();
        return (peak, cpu);
    }
}
