using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Masterplan.Bench.Bootstrap;
using Masterplan.Bench.Reports;

namespace Masterplan.Bench.Serving;

/// <summary><c>http</c>: requests that each start a run of three steps, at a fixed rate, whether the answers come or not.</summary>
internal static class HttpBench
{
    private const string Definition = "bench-echo";
    private static readonly Option<int> Rate = new("--rate") { Description = "Requests a second.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 60 };

    public static Command Create()
    {
        var command = new Command("http", "Sends requests that each start a run of three steps: how long an answer takes, and whether one is lost or doubled.") { ServedProgram.Program, ServedProgram.Folder, Rate, Seconds, Report.Json };
        command.SetAction(async parsed =>
        {
            await using var served = await ServedProgram.StartAsync(parsed.GetValue(ServedProgram.Program)!, parsed.GetValue(ServedProgram.Folder)!);
            await served.PublishAsync(ServedDefinitions.Echo(Definition, "bench/echo"));
            await LoadAsync(served, 50, TimeSpan.FromSeconds(5));
            var before = ProcessFacts.PeakMemory(served.ProcessId);
            var cpu = ProcessFacts.Cpu(served.ProcessId);
            var started = await served.CountAsync(new JsonObject { ["definitionId"] = Definition });
            var length = TimeSpan.FromSeconds(parsed.GetValue(Seconds));
            var load = await LoadAsync(served, parsed.GetValue(Rate), length);
            cpu = ProcessFacts.Cpu(served.ProcessId) - cpu;
            var runs = await served.CountAsync(new JsonObject { ["definitionId"] = Definition, ["subStatuses"] = new JsonArray("Finished") }) - started;
            load.Latencies.Sort();
            Report.Write(
                [
                    Report.Figure($"{parsed.GetValue(Rate)} requests a second for {length.TotalSeconds:0} s: lost or wrong", load.Wrong, ""),
                    Report.Figure("runs more or fewer than requests", runs - load.Latencies.Count - load.Wrong, ""),
                    Report.Figure("answer, p50", load.Latencies[load.Latencies.Count / 2], "ms"),
                    Report.Figure("answer, p99", load.Latencies[load.Latencies.Count * 99 / 100], "ms"),
                    Report.Figure("answer, slowest", load.Latencies[^1], "ms"),
                    Report.Figure("processor time a request", cpu.TotalMilliseconds / load.Latencies.Count, "ms"),
                    Report.Figure("peak memory, growth under load", ProcessFacts.PeakMemory(served.ProcessId) - before, "MiB"),
                ],
                parsed.GetValue(Report.Json));
        });
        return command;
    }

    /// <summary>Latencies count from when a request was due, so that a stall is not hidden by requests that were not sent.</summary>
    private static async Task<(List<double> Latencies, int Wrong)> LoadAsync(ServedProgram served, int rate, TimeSpan length)
    {
        var requests = new List<Task<double?>>();
        var begin = Stopwatch.GetTimestamp();
        for (var number = 0; number < rate * length.TotalSeconds; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / rate);
            if (due - Stopwatch.GetElapsedTime(begin) is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early, TimeProvider.System);
            requests.Add(SendAsync(served, number, begin, due));
        }

        var answers = await Task.WhenAll(requests);
        return (answers.OfType<double>().ToList(), answers.Count(answer => answer is null));
    }

    /// <summary>Milliseconds; null if the answer is not the right one.</summary>
    private static async Task<double?> SendAsync(ServedProgram served, int number, long begin, TimeSpan due)
    {
        try
        {
            using var content = new StringContent($$"""{"number":{{number}}}""", System.Text.Encoding.UTF8, "application/json");
            using var answer = await served.Client.PostAsync("/workflows/bench/echo", content);
            var isRight = answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync() == $"{number}";
            return isRight ? (Stopwatch.GetElapsedTime(begin) - due).TotalMilliseconds : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
