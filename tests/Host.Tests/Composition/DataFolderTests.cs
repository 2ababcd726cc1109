using Masterplan.Host.Composition;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Host.Tests.Composition;

public sealed class DataFolderTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_second_taker_is_told_which_process_has_the_folder()
    {
        using var temporary = new TemporaryFolder();
        var folder = new DataFolder(temporary.Path);
        using var turn = folder.Take("bootstrap demo", Clock);
        var fault = Should.Throw<DataFolderException>(() => new DataFolder(temporary.Path).Take("upgrade demo", Clock));
        fault.Message.ShouldBe($"The data folder '{temporary.Path}' is in use by process {Environment.ProcessId} (`masterplan bootstrap demo`, since 2026-11-22 12:00:00Z). Wait for it to end, or stop it, and run the command again; with another --data folder both can run.");
        fault.ExitCode.ShouldBe(10);
    }

    [Fact]
    public void A_folder_that_was_given_back_can_be_taken_again()
    {
        using var temporary = new TemporaryFolder();
        new DataFolder(temporary.Path).Take("a", Clock).Dispose();
        new DataFolder(temporary.Path).Take("b", Clock).Dispose();
    }

    [Fact]
    public void A_holder_that_cannot_be_read_is_another_process()
    {
        using var temporary = new TemporaryFolder();
        using var turn = new DataFolder(temporary.Path).Take("a", Clock);
        File.WriteAllText(Path.Combine(temporary.Path, "masterplan.holder.json"), "{");
        Should.Throw<DataFolderException>(() => new DataFolder(temporary.Path).Take("b", Clock)).Message.ShouldContain("is in use by another process.");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    public void A_holder_file_without_content_is_another_process_too(string text)
    {
        using var temporary = new TemporaryFolder();
        using var turn = new DataFolder(temporary.Path).Take("a", Clock);
        File.WriteAllText(Path.Combine(temporary.Path, "masterplan.holder.json"), text);
        Should.Throw<DataFolderException>(() => new DataFolder(temporary.Path).Take("b", Clock)).Message.ShouldContain("is in use by another process.");
    }

    [Fact]
    public void A_new_folder_is_closed_to_others()
    {
        using var temporary = new TemporaryFolder();
        var folder = new DataFolder(Path.Combine(temporary.Path, "data"));
        File.GetUnixFileMode(folder.Root).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_folder_that_is_asked_for_goes_before_all_else() => DataFolder.Choose("/tmp/asked").ShouldBe("/tmp/asked");
}
