namespace Masterplan.StandIns;

/// <summary>A program's flags as --name=value, checked against the names that the real one has.</summary>
internal static class Flags
{
    public static IReadOnlyDictionary<string, string> Parse(string program, IReadOnlyList<string> arguments)
    {
        var known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, $"{program}.txt")).Select(line => line.Split(' ', '?', '<', '>')[0]).ToHashSet(StringComparer.Ordinal);
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            var (name, value) = argument.TrimStart('-').Split('=', 2) is [var left, var right] ? (left, right) : (argument.TrimStart('-'), "true");
            if (!known.Contains(name))
                throw new RefusalException($"Error: unknown flag: --{name}");
            flags[name] = value;
        }

        return flags;
    }
}
