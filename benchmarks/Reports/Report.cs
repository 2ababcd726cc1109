using System.CommandLine;
using System.Text.Json;

namespace Masterplan.Bench.Reports;

/// <summary>Rows of figures: a plain table for people, one JSON object a line for machines.</summary>
internal static class Report
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object a line." };

    public static Dictionary<string, object> Figure(string what, double figure, string unit) => new() { ["what"] = what, ["figure"] = figure, ["unit"] = unit };

    public static void Write(IReadOnlyList<IReadOnlyDictionary<string, object>> rows, bool json)
    {
        if (json)
        {
            foreach (var row in rows)
                Console.WriteLine(JsonSerializer.Serialize(row));
            return;
        }

        string[] columns = [.. rows[0].Keys];
        var cells = rows.Select(row => columns.Select(column => Text(row[column])).ToArray()).Prepend(columns).ToList();
        var widths = columns.Select((_, index) => cells.Max(line => line[index].Length)).ToArray();
        foreach (var line in cells)
            Console.WriteLine(string.Join("  ", line.Select((cell, index) => index == 0 ? cell.PadRight(widths[index]) : cell.PadLeft(widths[index]))));
    }

    private static string Text(object value) => value switch
    {
        double number => number.ToString(number >= 100 ? "0" : "0.###"),
        _ => value.ToString() ?? "",
    };
}
