using Microsoft.Data.Sqlite;

namespace Masterplan.Runtime.Store.Engines;

/// <summary>Says what a database error means and what to do about it.</summary>
internal static class SqliteErrors
{
    public static StoreException Translate(Exception error, string path)
    {
        if (error is StoreException known)
            return known;
        if (Find(error) is not { } sqlite)
            return new StoreException(StoreFault.Other, $"Writing to the database '{path}' failed: {error.Message}", error);
        var (fault, found, remedy) = Describe(sqlite);
        return new StoreException(fault, $"The database '{path}' could not be used: {found} Nothing that was committed is lost. {remedy}", error);
    }

    private static SqliteException? Find(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            if (error is SqliteException sqlite)
                return sqlite;
        return null;
    }

    // The numbers are SQLite's primary result codes.
    private static (StoreFault Fault, string Found, string Remedy) Describe(SqliteException error) => error.SqliteErrorCode switch
    {
        11 => (StoreFault.Corrupt, "its content is damaged (SQLITE_CORRUPT).", "Restore the data folder from a backup, or move the file away to start anew."),
        26 => (StoreFault.Corrupt, "it is not a SQLite database (SQLITE_NOTADB).", "Restore the data folder from a backup, or move the file away to start anew."),
        13 => (StoreFault.Full, "no space is left on the disk (SQLITE_FULL).", "Free some space, then run the same command again: it goes on where it stopped."),
        8 or 14 or 23 => (StoreFault.ReadOnly, $"the file cannot be opened for writing ({error.Message})", "Check the folder and its permissions."),
        10 => (StoreFault.Other, $"reading or writing failed ({error.Message})", "Check the disk and its free space, then run the same command again."),
        5 or 6 => (StoreFault.Busy, "another process holds it (SQLITE_BUSY).", "Stop the other process, or use another data folder."),
        _ => (StoreFault.Other, error.Message, "See the inner exception."),
    };
}
