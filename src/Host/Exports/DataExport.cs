using System.Data.Common;
using Masterplan.Activities.Clusters;
using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Exports;

/// <summary>Writes all that a place holds into a file, which is there whole or not at all.</summary>
internal sealed class DataExport(IDataPlace place, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Fails if the file is there already and may not be replaced.</summary>
    public static void Check(FileInfo file, bool replaces)
    {
        if (Directory.Exists(file.FullName) || file.Directory is not { Exists: true })
            throw new ConfigurationException("The export", "", $"'{file.FullName}' cannot be written: {(file.Directory is { Exists: true } ? "it is a folder" : "its folder is not there")}.");
        if (file.Exists && !replaces)
            throw new ConfigurationException("The export", "", $"'{file.FullName}' is there already, and was left as it is. Name another file, or say --force to replace it.");
    }

    /// <returns>How many rows, and how many runs were under way.</returns>
    public async Task<(long Rows, long RunsUnderWay)> WriteAsync(FileInfo file, string passphrase, bool replaces, CancellationToken cancellationToken)
    {
        Check(file, replaces);
        var snapshot = await place.SnapshotAsync(cancellationToken);
        var beside = $"{file.FullName}.{Guid.NewGuid():n}.part";
        try
        {
            long rows;
            await using (var stream = new FileStream(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                rows = await ExportWriter.WriteAsync(stream, ExportHeader.New(snapshot, clock), passphrase, snapshot.Tables, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, file.FullName, replaces);
            return (rows, snapshot.RunsUnderWay);
        }
        catch (DbException exception)
        {
            throw StoreDatabase.Explain(exception, place.Name);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
