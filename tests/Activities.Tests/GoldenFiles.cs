using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Activities.Tests;

/// <summary>Compares what is rendered with committed files, byte for byte. UPDATE_GOLDEN=1 writes the files instead.</summary>
internal static class GoldenFiles
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Compares one file.</summary>
    public static void ShouldBeGolden(this string actual, string name) => Encoding.UTF8.GetBytes(actual).ShouldBeGolden(PathOf(name), name);

    /// <summary>Compares JSON, indented so that a person can read the difference.</summary>
    public static void ShouldBeGolden(this JsonNode actual, string name) => (actual.ToJsonString(Pretty) + "\n").ShouldBeGolden(name);

    /// <summary>Compares a folder: the same files, each with the same bytes.</summary>
    public static void ShouldBeGoldenFolder(this IReadOnlyDictionary<string, byte[]> actual, string folder)
    {
        if (IsUpdating && Directory.Exists(PathOf(folder)))
            Directory.Delete(PathOf(folder), recursive: true);
        foreach (var (name, content) in actual)
            content.ShouldBeGolden(PathOf($"{folder}/{name}"), name);
        Directory.GetFiles(PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(PathOf(folder), path)).Order(StringComparer.Ordinal)
            .ShouldBe(actual.Keys.Order(StringComparer.Ordinal), $"the files of {folder}");
    }

    private static void ShouldBeGolden(this byte[] actual, string path, string name)
    {
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, actual);
        }

        File.Exists(path).ShouldBeTrue($"'{path}' is missing; UPDATE_GOLDEN=1 writes it");
        var golden = File.ReadAllBytes(path);
        if (!actual.AsSpan().SequenceEqual(golden))
            Encoding.UTF8.GetString(actual).ShouldBe(Encoding.UTF8.GetString(golden), name);
    }

    private static string PathOf(string name) => Repository.PathOf("tests", "Activities.Tests", "Golden", name);
}
