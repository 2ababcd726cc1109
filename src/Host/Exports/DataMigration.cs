using Masterplan.Host.Composition;

namespace Masterplan.Host.Exports;

/// <summary>Carries all that a place holds into an empty one; the first stays as it was.</summary>
internal static class DataMigration
{
    /// <returns>How many rows were written.</returns>
    /// <exception cref="DataFolderException">The target is not empty; nothing was changed.</exception>
    public static async Task<long> RunAsync(IDataPlace from, IDataPlace to, CancellationToken cancellationToken)
    {
        var snapshot = await from.SnapshotAsync(cancellationToken);
        return await to.FillAsync(snapshot.Ages, snapshot.Tables, cancellationToken);
    }
}
