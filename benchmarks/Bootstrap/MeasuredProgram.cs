using System.Diagnostics;
using System.Text.Json;

namespace Masterplan.Bench.Bootstrap;

/// <summary>The real, precompiled program on a data folder of its own, which goes with it.</summary>
internal sealed class MeasuredProgram : IAsyncDisposable
{
    private const string Cluster = "bench";
    private readonly string program;
    private readonly string folder = Directory.CreateTempSubdirectory("masterplan-bench-").FullName;
    private readonly string spec;

    public MeasuredProgram(string program, ClusterSize size)
    {
        this.program = program;
        spec = Path.Combine(folder, "spec.yaml");
        File.WriteAllText(spec, $"masters:\n  count: {size.Masters}\nworkers:\n  count: {size.Workers}\n");
    }

    private string Data => Path.Combine(folder, "data");

    /// <summary>One bootstrap from the start of the process to its end. The rehearsal's start is part of the first.</summary>
    public async Task<Measurement> BootstrapAsync(double speed)
    {
        var before = await RehearsalCpuAsync();
        var started = Stopwatch.GetTimestamp();
        using var process = Start("bootstrap", Cluster, "--data", Data, "--spec", spec, "--speed", speed.ToString("0.###"), "--json");
        var output = LastLineAsync(process.StandardOutput);
        var errors = process.StandardError.ReadToEndAsync();
        var (peak, cpu) = await ProcessFacts.WatchAsync(process);
        var wall = Stopwatch.GetElapsedTime(started);
        using var summary = JsonDocument.Parse(await output is { Length: > 0 } line ? line : "{}");
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The bootstrap ended with code {process.ExitCode}: {summary.RootElement} {await errors}");
        var chain = TimeSpan.FromSeconds(summary.RootElement.GetProperty("waitChainSeconds").GetDouble() / speed);
        return new(wall, chain, summary.RootElement.GetProperty("changes").GetInt32(), peak, cpu, await RehearsalCpuAsync() - before);
    }

    /// <summary>Stops the rehearsal at a new speed, so that the next measurement does not pay for it.</summary>
    public Task SetSpeedAsync(double speed) => RunAsync("rehearsal", "start", "--data", Data, "--speed", speed.ToString("0.###"));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("teardown", Cluster, "--data", Data, "--speed", "600", "--json");
        await RunAsync("rehearsal", "stop", "--data", Data);
        Directory.Delete(folder, recursive: true);
    }

    private async Task<TimeSpan> RehearsalCpuAsync()
    {
        var status = await RunAsync("rehearsal", "status", "--data", Data, "--json");
        using var document = JsonDocument.Parse(status is { Length: > 0 } ? status : "{}");
        return document.RootElement.TryGetProperty("pid", out var pid) && pid.ValueKind == JsonValueKind.Number ? ProcessFacts.Cpu(pid.GetInt32()) : TimeSpan.Zero;
    }

    private async Task<string?> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var line = await LastLineAsync(process.StandardOutput);
        await errors;
        await process.WaitForExitAsync();
        return line;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MASTERPLAN_KEYS"] = Path.Combine(folder, "keys");
        foreach (var credential in new[] { "EXOSCALE_API_KEY", "EXOSCALE_API_SECRET", "EXO_API_KEY", "EXO_API_SECRET" })
            start.Environment.Remove(credential);
        return Process.Start(start)!;
    }

    private static async Task<string?> LastLineAsync(StreamReader reader)
    {
        string? last = null;
        while (await reader.ReadLineAsync() is { } line)
            last = line;
        return last;
    }
}
