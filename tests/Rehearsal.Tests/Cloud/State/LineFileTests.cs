using System.Text;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Tests.Cloud.State;

public sealed class LineFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masterplan-test-");

    private string Path => System.IO.Path.Combine(folder.FullName, "lines");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_line_that_a_kill_cut_short_is_dropped()
    {
        File.WriteAllText(Path, "one\ntwo\nthr");

        using (var file = new LineFile(Path))
        {
            Texts(file).ShouldBe(["one", "two"]);
            file.Append("three"u8);
        }

        File.ReadAllText(Path).ShouldBe("one\ntwo\nthree\n");
    }

    [Fact]
    public void Lines_are_replaced_all_at_once_and_appended_to_after_that()
    {
        using (var file = new LineFile(Path))
        {
            file.Append("one"u8);
            file.Replace(["two"u8.ToArray(), "three"u8.ToArray()]);
            file.Append("four"u8);
            file.Count.ShouldBe(3);
        }

        File.ReadAllText(Path).ShouldBe("two\nthree\nfour\n");
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        using var file = new LineFile(Path);

        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static List<string> Texts(LineFile file) => [.. file.Lines.Select(l => Encoding.UTF8.GetString(l.Span))];
}
