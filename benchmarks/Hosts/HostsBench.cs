using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Masterplan.Bench.Bootstrap;
using Masterplan.Bench.Reports;
using Masterplan.Bench.Serving;

namespace Masterplan.Bench.Hosts;

/// <summary><c>hosts</c>: what a second host adds, how long what is due waits, and what a host costs that has much to remember and nothing to do.</summary>
internal static class HostsBench
{
    private const int Steps = 10;
    private const int Milliseconds = 100;
    // For each host, before anything is counted: what it runs often has been compiled for speed by then.
    private const int WarmUp = 150;
    private const int Suspended = 10_000;
    private const int Schedules = 1_000;
    private static readonly Option<int> Workflows = new("--workflows") { Description = "How many runs.", DefaultValueFactory = _ => 5_000 };
    private static readonly Option<int> Rate = new("--rate") { Description = "Runs a second while waits are measured.", DefaultValueFactory = _ => 25 };
    private static readonly Option<string[]> Only = new("--only") { Description = "calls, waits, latency, memory: what to measure.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["calls", "waits", "latency", "memory"] };

    public static Command Create()
    {
        var command = new Command("hosts", "Measures hosts on one PostgreSQL and RabbitMQ.") { ServedProgram.Program, ServedProgram.Folder, Workflows, Rate, Only, Report.Json };
        command.SetAction(async parsed =>
        {
            await using var server = await SlowServer.StartAsync(TimeSpan.FromMilliseconds(Milliseconds));
            var (program, folder, only) = (parsed.GetValue(ServedProgram.Program)!, parsed.GetValue(ServedProgram.Folder)!, parsed.GetValue(Only)!);
            var count = parsed.GetValue(Workflows);
            var rows = new List<Dictionary<string, object>>();
            if (only.Contains("calls"))
                rows.AddRange(await ThroughputAsync(program, folder, "calls of 100 ms", ServedDefinitions.Calls("bench-calls", Steps, server.Address), count));
            if (only.Contains("waits"))
                rows.AddRange(await ThroughputAsync(program, folder, "waits of 100 ms", ServedDefinitions.Waits("bench-waits", Steps, Milliseconds), count));
            if (only.Contains("latency"))
                rows.AddRange(await LatencyAsync(program, folder, parsed.GetValue(Rate), count));
            if (only.Contains("memory"))
                rows.AddRange(await MemoryAsync(program, folder));
            Report.Write(rows, parsed.GetValue(Report.Json));
        });
        return command;
    }

    private static async Task<List<Dictionary<string, object>>> ThroughputAsync(string program, string folder, string what, JsonObject definition, int count)
    {
        var (one, two) = (await RunsPerSecondAsync(program, folder, definition, count, 1), await RunsPerSecondAsync(program, folder, definition, count, 2));
        return
        [
            Report.Figure($"{count} runs of {Steps} {what}, one host", one.Rate, "/s"),
            Report.Figure($"{count} runs of {Steps} {what}, two hosts", two.Rate, "/s"),
            Report.Figure("ratio", two.Rate / one.Rate, ""),
            Report.Figure("processor time of the host a run, one host", one.Cpu.TotalMilliseconds / count, "ms"),
            Report.Figure("lost or doubled steps", one.Wrong + two.Wrong, ""),
        ];
    }

    private static async Task<(double Rate, TimeSpan Cpu, long Wrong)> RunsPerSecondAsync(string program, string folder, JsonObject definition, int count, int hosts)
    {
        await using var fleet = await HostFleet.StartAsync(program, folder, hosts);
        await fleet.Hosts[0].PublishAsync((JsonObject)definition.DeepClone());
        var id = (string)definition["definitionId"]!;
        await fleet.DispatchAsync(id, hosts * WarmUp);
        await fleet.UntilAsync($"SELECT count(*) = {hosts * WarmUp} FROM instances WHERE status = 1");
        var cpu = fleet.Hosts.Sum(host => ProcessFacts.Cpu(host.ProcessId).TotalSeconds);
        var began = Stopwatch.GetTimestamp();
        await fleet.DispatchAsync(id, count);
        await fleet.UntilAsync($"SELECT count(*) = {count + (hosts * WarmUp)} FROM instances WHERE status = 1");
        var time = Stopwatch.GetElapsedTime(began);
        cpu = fleet.Hosts.Sum(host => ProcessFacts.Cpu(host.ProcessId).TotalSeconds) - cpu;
        return (count / time.TotalSeconds, TimeSpan.FromSeconds(cpu), await WrongAsync(fleet, count + (hosts * WarmUp)));
    }

    /// <summary>How many steps of so many runs were lost, or done more than once.</summary>
    private static Task<long> WrongAsync(HostFleet fleet, int runs) =>
        fleet.AskAsync<long>($"SELECT abs({runs * Steps} - count(*)) + count(*) - count(DISTINCT (instanceid, activityid)) FROM journal WHERE eventname = 'Completed' AND activityid LIKE 'step%'");

    /// <summary>From when a run is stored, or a wait is over, to when its next step is committed as begun, or the wait as done.</summary>
    private static async Task<List<Dictionary<string, object>>> LatencyAsync(string program, string folder, int rate, int count)
    {
        await using var fleet = await HostFleet.StartAsync(program, folder, 2);
        await fleet.Hosts[0].PublishAsync(ServedDefinitions.Waits("bench-waits", Steps, Milliseconds));
        await fleet.DispatchAsync("bench-waits", 40);
        await fleet.UntilAsync("SELECT count(*) = 40 FROM instances WHERE status = 1");
        await fleet.AskAsync<object>("WITH gone AS (DELETE FROM activityexecutions) SELECT 1");
        var starts = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
        {
            if (TimeSpan.FromSeconds((double)number / rate) - Stopwatch.GetElapsedTime(began) is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early, TimeProvider.System);
            starts.Add(fleet.Hosts[number % 2].PostAsync("/elsa/api/workflow-definitions/bench-waits/dispatch", new JsonObject()));
        }

        await Task.WhenAll(starts);
        await fleet.UntilAsync($"SELECT count(*) = {count + 40} FROM instances WHERE status = 1");
        const string Waits = "SELECT (completedat - startedat) / 10000.0 - 100 AS late FROM activityexecutions WHERE activityid LIKE 'step%'";
        const string Starts = "SELECT (min(e.startedat) - min(i.createdat)) / 10000.0 AS late FROM instances i JOIN activityexecutions e ON e.instanceid = i.id GROUP BY i.id";
        return
        [
            Report.Figure($"{count} runs, {rate} a second, on two hosts: wait is over late by, p50", await PercentileAsync(fleet, Waits, 0.5), "ms"),
            Report.Figure("wait is over late by, p99", await PercentileAsync(fleet, Waits, 0.99), "ms"),
            Report.Figure("first step begins after, p50", await PercentileAsync(fleet, Starts, 0.5), "ms"),
            Report.Figure("first step begins after, p99", await PercentileAsync(fleet, Starts, 0.99), "ms"),
            Report.Figure("lost or doubled steps", await WrongAsync(fleet, count + 40), ""),
        ];
    }

    private static Task<double> PercentileAsync(HostFleet fleet, string rows, double percentile) =>
        fleet.AskAsync<double>(FormattableString.Invariant($"SELECT percentile_cont({percentile}) WITHIN GROUP (ORDER BY late)::float8 FROM ({rows}) latencies"));

    private static async Task<List<Dictionary<string, object>>> MemoryAsync(string program, string folder)
    {
        await using var fleet = await HostFleet.StartAsync(program, folder, 1);
        var first = fleet.Hosts[0];
        for (var number = 0; number < Schedules; number++)
            await first.PublishAsync(ServedDefinitions.Scheduled($"bench-cron-{number:0000}"));
        await first.PublishAsync(ServedDefinitions.Suspended("bench-suspended"));
        await fleet.DispatchAsync("bench-suspended", Suspended);
        await fleet.UntilAsync($"SELECT count(*) = {Suspended} FROM bookmarks");
        var working = ProcessFacts.PeakMemory(first.ProcessId);
        await first.KillAsync();
        var began = Stopwatch.GetTimestamp();
        var host = await fleet.AddAsync();
        var start = Stopwatch.GetElapsedTime(began);
        var quiet = TimeSpan.FromSeconds(10);
        var watched = TimeSpan.FromSeconds(60);
        await Task.Delay(quiet, TimeProvider.System);
        var cpu = ProcessFacts.Cpu(host.ProcessId);
        await Task.Delay(watched, TimeProvider.System);
        cpu = ProcessFacts.Cpu(host.ProcessId) - cpu;
        return
        [
            Report.Figure($"{Suspended} suspended runs, {Schedules} schedules: start until it answers", start.TotalSeconds, "s"),
            Report.Figure("peak memory of the host that made them", working, "MiB"),
            Report.Figure("peak memory of the host that found them", ProcessFacts.PeakMemory(host.ProcessId), "MiB"),
            Report.Figure("processor while idle", 100 * cpu / watched, "% of a core"),
        ];
    }
}
