using System.Text;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Host.Exports;

namespace Masterplan.Host.Tests.Exports;

/// <summary>The file's format: what was written is read, and whatever was done to it in between is noticed.</summary>
public sealed class ExportReaderTests(ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_was()
    {
        object?[][] rows =
        [
            [null, 0L, "", Array.Empty<byte>()],
            [true, long.MinValue, "tab\tline\nreturn\r back\\ zero\0 ünï𝄞", new byte[] { 0, 255 }],
            [false, long.MaxValue, "\\N", null],
            [12.0, -1.5e-300, "\\.", null],
        ];
        var reader = Reader(await ExportFile.WriteAsync(ExportFile.Header(), ExportFile.Table("One", ["A", "B", "C", "D"], rows), ExportFile.Table("Empty", ["X"])));
        var read = new List<(string Table, IReadOnlyList<string> Columns, List<object?[]> Rows)>();
        foreach (var table in reader.Tables(reader.Open(ExportFile.Passphrase)))
            read.Add((table.Table, table.Columns, await table.Rows.ToListAsync(Token)));
        read.Select(table => table.Table).ShouldBe(["One", "Empty"]);
        read[0].Columns.ShouldBe(["A", "B", "C", "D"]);
        for (var row = 0; row < rows.Length; row++)
            read[0].Rows[row].ShouldBeEquivalentTo(rows[row]);
        read[1].Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_passphrase_is_told_from_damage()
    {
        var reader = Reader(await ExportFile.WriteAsync(ExportFile.Header()));
        Should.Throw<SecretException>(() => reader.Open("correct horse batterz")).Message.ShouldBe(
            "The passphrase does not open 'file', or the file's beginning is damaged. Nothing was changed. Use the passphrase that it was exported with.");
    }

    [Fact]
    public async Task File_cut_short_anywhere_is_refused()
    {
        var (file, random) = await NoiseAsync();
        // At the ends of chunks too, where nothing but the count of chunks tells.
        var places = Enumerable.Range(0, 150).Select(_ => random.Next(file.Length)).Append(0).Append(file.Length - 1).Append(1).Concat(Enumerable.Range(1, 3).Select(count => HeaderLength(file) + (count * (Chunks.Length + Chunks.TagLength))));
        foreach (var length in places)
            (await FaultAsync(file[..length])).ShouldNotBeNull($"cut at {length} of {file.Length}");
    }

    [Fact]
    public async Task One_bit_flipped_anywhere_is_noticed()
    {
        var (file, random) = await NoiseAsync();
        foreach (var place in Enumerable.Range(0, 150).Select(_ => random.Next(file.Length)).Concat(Enumerable.Range(0, 22)).Append(file.Length - 1))
        {
            var bit = (byte)(1 << random.Next(8));
            file[place] ^= bit;
            (await FaultAsync(file)).ShouldNotBeNull($"bit {bit} of byte {place}");
            file[place] ^= bit;
        }

        (await FaultAsync(file)).ShouldBeNull();
    }

    [Fact]
    public async Task Chunks_that_changed_places_or_were_left_out_doubled_or_added_are_noticed()
    {
        var (file, _) = await NoiseAsync();
        var (head, chunk) = (HeaderLength(file), Chunks.Length + Chunks.TagLength);
        var (first, second, rest) = (file[head..(head + chunk)], file[(head + chunk)..(head + (2 * chunk))], file[(head + (2 * chunk))..]);
        (await FaultAsync([.. file[..head], .. second, .. first, .. rest]))!.ShouldContain("is damaged or cut short");
        (await FaultAsync([.. file[..head], .. second, .. rest]))!.ShouldContain("is damaged or cut short");
        (await FaultAsync([.. file[..head], .. first, .. first, .. second, .. rest]))!.ShouldContain("is damaged or cut short");
        (await FaultAsync([.. file, .. rest]))!.ShouldContain("is damaged or cut short");
        (await FaultAsync([.. file, 0]))!.ShouldContain("is damaged or cut short");
    }

    [Fact]
    public void Another_file_is_no_export()
    {
        Should.Throw<ExportException>(() => Reader("SQLite format 3\0 and what follows in such a file"u8.ToArray())).Message.ShouldBe(
            "'file' is no export of Masterplan's, or its beginning is damaged. Nothing was changed. Name a file that `masterplan export` wrote.");
        Should.Throw<ExportException>(() => Reader([]));
    }

    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0, 1)]
    public async Task File_of_a_newer_program_is_refused_with_the_version_that_reads_it(int format, int runs, int clusters)
    {
        var reader = Reader(await ExportFile.WriteAsync(ExportFile.Header(format, runs, clusters) with { Program = "9.9.9" }));
        Should.Throw<ExportException>(() => reader.Header.RefuseNewer(new(0, 0), "file")).Message.ShouldBe(
            $"'file' was written by Masterplan 9.9.9, which is newer than this program, {ExportHeader.ThisProgram}. Nothing was changed. Import it with 9.9.9 or a later one.");
    }

    [Fact]
    public async Task Nothing_of_the_content_and_neither_passphrase_nor_key_can_be_read_in_the_file()
    {
        var file = await ExportFile.WriteAsync(ExportFile.Header(), ExportFile.Table("Secrets", ["Name", "Content"], ["clusters/demo/ca", "very secret indeed"u8.ToArray()]));
        var text = Encoding.Latin1.GetString(file);
        foreach (var needle in new[] { "very secret", "clusters/demo", "Secrets", ExportFile.Passphrase })
            text.ShouldNotContain(needle);
    }

    private async Task<(byte[] File, Random Random)> NoiseAsync()
    {
        var seed = Random.Shared.Next(10_000);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var file = await ExportFile.WriteAsync(ExportFile.Header(), ExportFile.Noise(random, 500));
        file.Length.ShouldBeGreaterThan(4 * Chunks.Length);
        return (file, random);
    }

    private static int HeaderLength(byte[] file) => ExportHeader.Read(new MemoryStream(file), "file").Bytes.Length + ExportKey.ProofLength;

    /// <summary>What is said of it; null if it is whole.</summary>
    private static async Task<string?> FaultAsync(byte[] file)
    {
        try
        {
            var reader = Reader(file);
            await reader.CheckAsync(reader.Open(ExportFile.Passphrase), Token);
            return null;
        }
        catch (Exception exception) when (exception is ExportException or SecretException)
        {
            return exception.Message;
        }
    }

    private static ExportReader Reader(byte[] file) => new(new MemoryStream(file), "file");
}
