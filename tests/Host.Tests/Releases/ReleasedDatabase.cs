using System.Diagnostics;
using System.IO.Compression;
using Masterplan.Activities.Tests;
using Masterplan.Host.Composition;
using Npgsql;

namespace Masterplan.Host.Tests.Releases;

/// <summary>The databases that a release made, with a run under way in them, as they lie beside this file.</summary>
internal static class ReleasedDatabase
{
    private const string Runs = "runs.db.gz";
    private const string Clusters = "clusters.db.gz";
    private const string Postgres = "postgres.sql.gz";

    /// <summary>What the release exported.</summary>
    public static FileInfo ExportOf(string version) => new(PathOf(version, "export"));

    private static string Root => Repository.PathOf("tests", "Host.Tests", "Releases");

    public static IReadOnlyList<string> Versions => [.. Directory.GetDirectories(Root).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static async Task UnpackAsync(string version, DataFolder folder)
    {
        await UnpackAsync(PathOf(version, Runs), folder.RuntimeDatabase);
        await UnpackAsync(PathOf(version, Clusters), folder.ClusterDatabase);
    }

    public static async Task PackAsync(string version, DataFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(Root, version));
        foreach (var (database, name) in new[] { (folder.RuntimeDatabase, Runs), (folder.ClusterDatabase, Clusters) })
        {
            await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={database};Pooling=false"))
            {
                await connection.OpenAsync();
                await using var vacuum = connection.CreateCommand();
#pragma warning disable CA2100 // A path of this test.
                vacuum.CommandText = $"VACUUM INTO '{database}.whole'";
#pragma warning restore CA2100
                await vacuum.ExecuteNonQueryAsync();
            }

            await PackAsync(version, name, await File.ReadAllBytesAsync(database + ".whole"));
        }
    }

    public static async Task LoadAsync(string version, string connection)
    {
        await using var sql = new GZipStream(File.OpenRead(PathOf(version, Postgres)), CompressionMode.Decompress);
        using var process = Start("psql", connection, "-v", "ON_ERROR_STOP=1", "-q");
        await sql.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        await EndAsync(process);
    }

    public static async Task DumpAsync(string version, string connection)
    {
        using var process = Start("pg_dump", connection, "--no-owner", "--no-privileges");
        using var dump = new MemoryStream();
        process.StandardInput.Close();
        await process.StandardOutput.BaseStream.CopyToAsync(dump);
        await EndAsync(process);
        await PackAsync(version, Postgres, dump.ToArray());
    }

    private static async Task UnpackAsync(string from, string to)
    {
        await using var packed = new GZipStream(File.OpenRead(from), CompressionMode.Decompress);
        await using var file = File.Create(to);
        await packed.CopyToAsync(file);
    }

    private static async Task PackAsync(string version, string name, byte[] content)
    {
        await using var packed = new GZipStream(File.Create(PathOf(version, name)), CompressionLevel.SmallestSize);
        await packed.WriteAsync(content);
    }

    private static string PathOf(string version, string name) => Path.Combine(Root, version, name);

    private static Process Start(string program, string connection, params string[] arguments)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(program, ["-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, "-d", settings.Database!, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = settings.Password;
        return Process.Start(start)!;
    }

    private static async Task EndAsync(Process process)
    {
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, errors);
    }
}
