using System.CommandLine;
using Masterplan.Bench.Reports;

namespace Masterplan.Bench.Bootstrap;

/// <summary><c>bootstrap</c>: a whole cluster from nothing, then the same again unchanged.</summary>
internal static class BootstrapBench
{
    /// <summary>The speed at which an unchanged cluster is looked through.</summary>
    private const double SecondSpeed = 60;

    private static readonly Option<string> Nodes = new("--nodes") { Description = "Sizes, as 3+3,3+100.", DefaultValueFactory = _ => "3+3,3+100" };
    private static readonly Option<double> Speed = new("--speed") { Description = "Simulated seconds a second.", DefaultValueFactory = _ => 10 };
    private static readonly Option<string> Executable = new("--program") { Description = "The built program.", Required = true };

    public static Command Create()
    {
        var command = new Command("bootstrap", "Builds clusters in rehearsal and compares the time with the longest chain of simulated waits.") { Nodes, Speed, Executable, Report.Json };
        command.SetAction(async parsed =>
        {
            var rows = new List<IReadOnlyDictionary<string, object>>();
            foreach (var size in parsed.GetValue(Nodes)!.Split(',').Select(ClusterSize.Parse))
                rows.AddRange(await MeasureAsync(parsed.GetValue(Executable)!, size, parsed.GetValue(Speed)));
            Report.Write(rows, parsed.GetValue(Report.Json));
        });
        return command;
    }

    private static async Task<IReadOnlyList<IReadOnlyDictionary<string, object>>> MeasureAsync(string executable, ClusterSize size, double speed)
    {
        await using var program = new MeasuredProgram(executable, size);
        var first = await program.BootstrapAsync(speed);
        await program.SetSpeedAsync(SecondSpeed);
        var second = await program.BootstrapAsync(SecondSpeed);
        return [Row(size, "from nothing", speed, first), Row(size, "unchanged", SecondSpeed, second)];
    }

    private static Dictionary<string, object> Row(ClusterSize size, string what, double speed, Measurement measured) => new()
    {
        ["nodes"] = size.ToString(),
        ["bootstrap"] = what,
        ["speed"] = speed,
        ["wall s"] = measured.Wall.TotalSeconds,
        ["waits s"] = measured.Chain.TotalSeconds,
        ["ratio"] = measured.Chain > TimeSpan.Zero ? measured.Wall / measured.Chain : 0.0,
        ["changes"] = measured.Changes,
        ["peak MiB"] = measured.PeakMemory,
        ["cpu s"] = measured.Cpu.TotalSeconds,
        ["rehearsal cpu s"] = measured.RehearsalCpu.TotalSeconds,
    };
}
