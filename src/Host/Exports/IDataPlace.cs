using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Exports;

/// <summary>Where all that Masterplan keeps lies: files of a data folder, or a PostgreSQL database. Secrets are taken out and put in as they are, and lie there encrypted by this machine's key ring.</summary>
internal interface IDataPlace : IAsyncDisposable
{
    /// <summary>The place as messages name it, in quotes.</summary>
    string Name { get; }

    /// <summary>What there is, in words; nothing if the place is empty.</summary>
    Task<IReadOnlyList<string>> HeldAsync(CancellationToken cancellationToken);

    /// <summary>Holds fast what there is at this instant, to be read while hosts work on.</summary>
    Task<DataSnapshot> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>The schemas that this program makes there.</summary>
    SchemaAges Newest { get; }

    /// <summary>Fills the empty place, all or nothing: whatever ends it on the way, the place is empty then, or is filled by the next command.</summary>
    /// <returns>How many rows were written.</returns>
    /// <exception cref="Composition.DataFolderException">It is not empty, or cannot hold schemas of this age; nothing was changed.</exception>
    Task<long> FillAsync(SchemaAges ages, IAsyncEnumerable<TableRows> tables, CancellationToken cancellationToken);
}
