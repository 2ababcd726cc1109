using System.Diagnostics;
using System.Globalization;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.Clusters;

/// <summary>The program at work as a service, its calendar ahead of the machine's clock.</summary>
internal sealed class ServingHost : IAsyncDisposable
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(LabCloud.TimeZone);
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private ServingHost(Process process, TimeSpan shift) => (this.process, Shift, output, error) = (process, shift, process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());

    public TimeSpan Shift { get; }

    /// <summary>How far ahead a calendar must be that begins at a local time.</summary>
    public static TimeSpan ShiftTo(DateTime local) => TimeSpan.FromSeconds(Math.Round((new DateTimeOffset(local, Zone.GetUtcOffset(local)) - TimeProvider.System.GetUtcNow()).TotalSeconds));

    /// <summary>The local time of a calendar that is so far ahead.</summary>
    public static DateTime LocalTime(DateTimeOffset real, TimeSpan shift) => TimeZoneInfo.ConvertTime(real + shift, Zone).DateTime;

    public static ServingHost Start(LabCloud cloud, TimeSpan shift) =>
        new(cloud.StartProcess(["env", $"MASTERPLAN_CLOCK_SHIFT={shift.ToString("c", CultureInfo.InvariantCulture)}", LabCloud.Program, "serve"]), shift);

    /// <summary>As a person or the kernel ends it.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Stops it in good order.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Tool.TryAsync("kill", "-TERM", $"{process.Id}");
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>What it said, once it has ended.</summary>
    public async Task<string> SaidAsync() => await output + await error;
}
