using System.Collections.Concurrent;
using System.Reflection;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Programs;

/// <summary>
/// The flags that a program was given, checked against the table of its version (Flags/*.txt: a name a line; "?" marks a
/// switch, "&lt;1.37" the version that no longer has it, ">=1.36" the first that does).
/// </summary>
public sealed class ProgramFlags
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Known>> Tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> values;

    private ProgramFlags(Dictionary<string, List<string>> values) => this.values = values;

    public string? this[string name] => values.GetValueOrDefault(name)?.LastOrDefault();

    public IReadOnlyList<string> All(string name) => values.GetValueOrDefault(name) ?? [];

    public IEnumerable<string> Items(string name) => All(name).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries));

    public bool Is(string name, bool fallback = false) => this[name] is { } value ? value is "true" or "1" : fallback;

    public string Need(string name) => this[name] is { Length: > 0 } value ? value : throw new RefusalException($"Error: required flag(s) \"{name}\" not set");

    /// <summary>Parses arguments as Go's flag packages do, after the variables PREFIX_NAME of the environment.</summary>
    public static ProgramFlags Parse(ProgramStart start, string? environmentPrefix = null)
    {
        var table = TableFor(start.Program, start.Version);
        var values = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (key, value) in environmentPrefix is null ? [] : start.Environment.Where(e => e.Key.StartsWith(environmentPrefix, StringComparison.Ordinal)))
        {
            var name = key[environmentPrefix!.Length..].ToLowerInvariant().Replace('_', '-');
            if (table.ContainsKey(name))
                values[name] = [value];
            else
                start.Log.Add($"unrecognized environment variable {key}={value}");
        }

        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < start.Arguments.Count; i++)
        {
            var (name, value) = Cut(start, start.Arguments[i]);
            if (!table.TryGetValue(name, out var known))
                throw new RefusalException(Unknown(start.Program, name), start.Program == "etcd" ? 2 : 1);
            if (value is null && !known.IsSwitch)
                value = ++i < start.Arguments.Count ? start.Arguments[i] : throw new RefusalException($"Error: flag needs an argument: --{name}");
            if (given.Add(name))
                values[name] = [];
            values[name].Add(value ?? "true");
        }

        return new ProgramFlags(values);
    }

    private static (string Name, string? Value) Cut(ProgramStart start, string argument)
    {
        if (!argument.StartsWith('-'))
            throw new RefusalException(start.Program == "etcd"
                ? $"error verifying flags, '{argument}' is not a valid flag. See 'etcd --help'."
                : $"Error: unknown command \"{argument}\" for \"{start.Program}\"");
        var bare = argument.TrimStart('-');
        return bare.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (bare[..at], bare[(at + 1)..]) : (bare, null);
    }

    private static string Unknown(string program, string name) =>
        program is "etcd" or "flanneld" ? $"flag provided but not defined: -{name}" : $"Error: unknown flag: --{name}";

    private static Dictionary<string, Known> TableFor(string program, string version)
    {
        var table = Tables.GetOrAdd(program, Load);
        var at = Number(version);
        return table.Where(k => at >= k.Since && at < k.Until).DistinctBy(k => k.Name).ToDictionary(k => k.Name, StringComparer.Ordinal);
    }

    private static int Number(string version)
    {
        var parts = version.TrimStart('v').Split('.', '-');
        return parts.Length >= 2 && int.TryParse(parts[0], out var major) && int.TryParse(parts[1], out var minor) ? (major * 1000) + minor : 0;
    }

    private static IReadOnlyList<Known> Load(string program)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Flags/{program}.txt") ?? throw new InvalidOperationException($"No table of flags for '{program}'.");
        using var reader = new StreamReader(stream);
        var known = new List<Known>();
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0][0] == '#')
                continue;
            var since = words.Skip(1).Where(w => w.StartsWith(">=", StringComparison.Ordinal)).Select(w => Number(w[2..])).FirstOrDefault();
            var until = words.Skip(1).Where(w => w.StartsWith('<')).Select(w => Number(w[1..])).FirstOrDefault(int.MaxValue);
            known.Add(new Known(words[0].TrimEnd('?'), words[0].EndsWith('?'), since, until));
        }

        return known;
    }

    private sealed record Known(string Name, bool IsSwitch, int Since, int Until);
}
