using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Masterplan.Host.Exports;

/// <summary>What an export says of itself before anything encrypted: <c>masterplan export</c> and a line end, four bytes of length, this as JSON. All that follows is bound to these bytes.
/// These members stay in all formats to come, so that a program can always say which one reads the file.</summary>
internal sealed record ExportHeader
{
    /// <summary>The format that this program writes, and the newest that it reads.</summary>
    public const int NewestFormat = 1;
    private const int Longest = 64 * 1024;

    /// <summary>OWASP's advice for PBKDF2 with SHA-512 is 210,000.</summary>
    private const int Iterations = 600_000;
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("masterplan export\n");

    public required int Format { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public required string Program { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required SchemaAges Schemas { get; init; }

    public required long RunsUnderWay { get; init; }

    public required byte[] Salt { get; init; }

    /// <summary>How often the passphrase is hashed.</summary>
    public required int Rounds { get; init; }

    public static string ThisProgram { get; } = typeof(ExportHeader).Assembly.GetName().Version!.ToString(3);

    public static ExportHeader New(DataSnapshot snapshot, TimeProvider clock, int rounds = Iterations) => new()
    {
        Format = NewestFormat,
        Program = ThisProgram,
        MadeAt = clock.GetUtcNow(),
        Schemas = snapshot.Ages,
        RunsUnderWay = snapshot.RunsUnderWay,
        Salt = RandomNumberGenerator.GetBytes(32),
        Rounds = rounds,
    };

    /// <summary>As it stands in the file.</summary>
    public byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
        var bytes = new byte[Mark.Length + sizeof(int) + json.Length];
        Mark.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Mark.Length), json.Length);
        json.CopyTo(bytes, Mark.Length + sizeof(int));
        return bytes;
    }

    /// <summary>The header at the file's beginning, and its bytes.</summary>
    /// <exception cref="ExportException">There is none, or it is of a newer format.</exception>
    public static (ExportHeader Header, byte[] Bytes) Read(Stream file, string name)
    {
        var start = new byte[Mark.Length + sizeof(int)];
        var length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length ? BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(Mark.Length)) : 0;
        if (!start.AsSpan().StartsWith(Mark) || length is <= 0 or > Longest)
            throw new ExportException($"'{name}' is no export of Masterplan's, or its beginning is damaged. Nothing was changed. Name a file that `masterplan export` wrote.");
        var json = new byte[length];
        var isWhole = file.ReadAtLeast(json, length, throwOnEndOfStream: false) == length;
        return (isWhole ? Parse(json) : null) is { } header
            ? (header, [.. start, .. json])
            : throw new ExportException($"The beginning of '{name}' is damaged or cut short. Nothing was changed. Use another copy of it.");
    }

    /// <summary>Refuses what a newer program wrote.</summary>
    /// <param name="newest">The schemas of this program.</param>
    /// <param name="name">The file.</param>
    public void RefuseNewer(SchemaAges newest, string name)
    {
        if (Format > NewestFormat || Schemas.Runs > newest.Runs || Schemas.Clusters > newest.Clusters)
            throw new ExportException($"'{name}' was written by Masterplan {Program}, which is newer than this program, {ThisProgram}. Nothing was changed. Import it with {Program} or a later one.");
    }

    private static ExportHeader? Parse(byte[] json)
    {
        try
        {
            // A damaged number of rounds shall not keep the machine busy for ever.
            return JsonSerializer.Deserialize<ExportHeader>(json, JsonSerializerOptions.Web) is { Rounds: > 0 and <= 100 * Iterations, Schemas: not null, Salt: not null } header ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
