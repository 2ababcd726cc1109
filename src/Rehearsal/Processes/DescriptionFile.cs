using System.Text.Json;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Processes;

/// <summary>Reads and writes <c>rehearsal.json</c>: only for its owner, and never half-written.</summary>
internal static class DescriptionFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, IgnoreReadOnlyProperties = true };

    internal static RehearsalDescription? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<RehearsalDescription>(File.ReadAllBytes(path), Options) : null;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"'{path}' is not readable: {e.Message} Delete its folder to begin a new rehearsal.", e);
        }
    }

    internal static void Write(string path, RehearsalDescription description)
    {
        var next = $"{path}.next";
        File.Delete(next);
        using (var file = new LineFile(next))
            file.Append(JsonSerializer.SerializeToUtf8Bytes(description, Options));
        File.Move(next, path, overwrite: true);
    }
}
