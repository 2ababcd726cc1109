using System.Text;
using System.Text.Json;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;
using Masterplan.Runtime.Hosting.Copies;
using Masterplan.Runtime.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Masterplan.Host.Exports;

/// <summary>What a data folder keeps in files beside its databases, as tables.</summary>
internal static class FolderFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static IEnumerable<string> Held(DataFolder folder)
    {
        if (SecretNames(folder).Count is > 0 and var secrets)
            yield return $"{secrets} secrets";
        if (File.Exists(folder.AccessList))
            yield return "users or keys";
        if (File.Exists(folder.AuditLog))
            yield return "a record of who did what";
    }

    /// <summary>Secrets, users and keys as they are now; of the record what there is now, though it is read later.</summary>
    public static IReadOnlyList<TableRows> Read(DataFolder folder, IDataProtector protector)
    {
        var store = new FileSecretStore(folder.Secrets, protector);
        var secrets = SecretNames(folder).Select(name => (object?[])[name, store.Read(name)]).Where(row => row[1] is not null).ToList();
        var documents = File.Exists(folder.AccessList) ? new List<object?[]> { new object?[] { AccessTable.Document, File.ReadAllText(folder.AccessList), 0L } } : [];
        var length = File.Exists(folder.AuditLog) ? new FileInfo(folder.AuditLog).Length : 0;
        return
        [
            new(CarriedTables.Secrets, CarriedTables.SecretColumns, secrets.ToAsyncEnumerable()),
            new(CarriedTables.Documents, CarriedTables.DocumentColumns, documents.ToAsyncEnumerable()),
            new(CarriedTables.Audit, CarriedTables.AuditColumns, Lines(folder.AuditLog, length).ToAsyncEnumerable()),
        ];
    }

    public static async Task<long> WriteAsync(DataFolder folder, IDataProtector protector, TableRows table, CancellationToken cancellationToken)
    {
        var columns = table.Columns.ToList();
        var (name, content, json) = (columns.IndexOf("Name"), columns.IndexOf("Content"), columns.IndexOf("Json"));
        var secrets = new FileSecretStore(folder.Secrets, protector);
        var count = 0L;
        await using var record = table.Table == CarriedTables.Audit ? Create(folder.AuditLog) : null;
        await foreach (var row in table.Rows.WithCancellation(cancellationToken))
        {
            count++;
            if (table.Table == CarriedTables.Secrets)
                secrets.Write((string)row[name]!, (byte[])row[content]!);
            else if (table.Table == CarriedTables.Audit)
                record!.Write(Encoding.UTF8.GetBytes((string)row[json]! + "\n"));
            else if ((string)row[name]! == AccessTable.Document)
                await WriteAsync(folder.AccessList, (string)row[json]!, cancellationToken);
            else
                throw new DataFolderException($"A data folder has no place for the document '{row[name]}'. Nothing was changed. Use the program that made the export.");
        }

        record?.Flush(flushToDisk: true);
        return count;
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        await using var file = Create(path);
        await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static FileStream Create(string path) => new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });

    /// <summary>Without what a kill left half written beside them.</summary>
    private static List<string> SecretNames(DataFolder folder) => !Directory.Exists(folder.Secrets)
        ? []
        : [.. Directory.GetFiles(folder.Secrets, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".new", StringComparison.Ordinal)).Select(path => Path.GetRelativePath(folder.Secrets, path)).Order(StringComparer.Ordinal)];

    /// <summary>A line that a crash cut short is left out, as whoever reads the record does.</summary>
    private static IEnumerable<object?[]> Lines(string path, long length)
    {
        if (length == 0)
            yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var number = 0L;
        var read = 0L;
        while (read < length && reader.ReadLine() is { } line)
        {
            read += Encoding.UTF8.GetByteCount(line) + 1;
            if (Parse(line) is { } entry)
                yield return [++number, entry.Cluster, line];
        }
    }

    private static AuditEntry? Parse(string line)
    {
        try
        {
            return RuntimeJson.Deserialize<AuditEntry>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
