using System.Data.Common;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Composition;
using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Exports;

/// <summary>Fills an empty place from an export, after the whole file was checked.</summary>
internal sealed class DataImport(IDataPlace place)
{
    /// <returns>How many rows, and the file's header.</returns>
    public async Task<(long Rows, ExportHeader Header)> ReadAsync(FileInfo file, Func<string> passphrase, CancellationToken cancellationToken)
    {
        if (!file.Exists)
            throw new ConfigurationException("The import", "", $"'{file.FullName}' is not there.");
        try
        {
            return await ReadAsync(file.OpenRead(), file.FullName, passphrase, cancellationToken);
        }
        catch (DbException exception)
        {
            throw StoreDatabase.Explain(exception, place.Name);
        }
    }

    private async Task<(long Rows, ExportHeader Header)> ReadAsync(FileStream opened, string name, Func<string> passphrase, CancellationToken cancellationToken)
    {
        await using var stream = opened;
        var export = new ExportReader(stream, name);
        export.Header.RefuseNewer(place.Newest, name);
        if (await place.HeldAsync(cancellationToken) is { Count: > 0 } held)
            throw new DataFolderException($"'{place.Name}' is not empty: it holds {string.Join(", ", held)}. Nothing was changed. Import into an empty one.");
        var key = export.Open(passphrase());
        await export.CheckAsync(key, cancellationToken);
        return (await place.FillAsync(export.Header.Schemas, export.Tables(key).ToAsyncEnumerable(), cancellationToken), export.Header);
    }
}
