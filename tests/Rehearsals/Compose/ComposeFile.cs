using System.Diagnostics;
using Masterplan.Activities.Tests;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Masterplan.Rehearsals.Compose;

/// <summary>The repository's docker-compose.yml, as a machine without Docker reads it.</summary>
internal sealed class ComposeFile
{
    private readonly Dictionary<object, object> services;

    public ComposeFile() => services = (Dictionary<object, object>)((Dictionary<object, object>)new DeserializerBuilder().Build()
        .Deserialize(new MergingParser(new Parser(new StringReader(File.ReadAllText(Path)))))!)["services"];

    public static string Path => Repository.PathOf("docker-compose.yml");

    public IReadOnlyList<string> Command(string service) => [.. ((List<object>)Service(service)["command"]).Select(part => part.ToString()!)];

    public IReadOnlyDictionary<string, string> Environment(string service) =>
        ((Dictionary<object, object>)Service(service)["environment"]).ToDictionary(pair => pair.Key.ToString()!, pair => pair.Value.ToString()!, StringComparer.Ordinal);

    /// <summary>What Docker Compose itself says of the file.</summary>
    public static async Task<(int ExitCode, string Said)> CheckAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("docker-compose", ["--file", Path, "config", "--quiet"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, errors);
    }

    private Dictionary<object, object> Service(string name) => (Dictionary<object, object>)services[name];
}
