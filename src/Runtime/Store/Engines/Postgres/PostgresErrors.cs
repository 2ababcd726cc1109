using System.Net.Sockets;
using Npgsql;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>Says what an error of PostgreSQL means and what to do about it.</summary>
internal static class PostgresErrors
{
    // idle_in_transaction_session_timeout: this process was held up in the middle of a transaction.
    private const string IdleInTransaction = "25P03";

    public static StoreException Translate(Exception error, string name)
    {
        if (error is StoreException known)
            return known;
        var (fault, found, remedy) = Describe(error);
        return new StoreException(fault, $"The database '{name}' could not be used: {found} Nothing that was committed is lost. {remedy}", error);
    }

    /// <summary>True where the same again may well succeed: no answer, a server that stops, starts, or has no room at the moment.</summary>
    public static bool IsAway(Exception error) => Find<PostgresException>(error) is { } refused
        ? refused.SqlState is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or IdleInTransaction
            || refused.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || refused.SqlState.StartsWith("08", StringComparison.Ordinal)
        : error is not StoreException && (Find<NpgsqlException>(error) is not null || Find<SocketException>(error) is not null || Find<TimeoutException>(error) is not null);

    private static (StoreFault Fault, string Found, string Remedy) Describe(Exception error) => Find<PostgresException>(error) is { } refused
        ? refused.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                (StoreFault.Refused, $"the server refused the user ({refused.MessageText}).", "Check user and password in the connection string."),
            PostgresErrorCodes.InvalidCatalogName => (StoreFault.Refused, $"the server has no such database ({refused.MessageText}).", "Create it, or name another in the connection string."),
            PostgresErrorCodes.InsufficientPrivilege => (StoreFault.Refused, $"the user may not do this ({refused.MessageText}).", "Make the user the owner of the database."),
            PostgresErrorCodes.DiskFull => (StoreFault.Full, $"no space is left on the server's disk ({refused.MessageText}).", "Free some space there; it is tried again until then."),
            PostgresErrorCodes.ReadOnlySqlTransaction => (StoreFault.ReadOnly, "the server takes no writes, as a standby does not.", "Name the primary server in the connection string."),
            PostgresErrorCodes.TooManyConnections => (StoreFault.Away, $"the server has no connection left ({refused.MessageText}).", "Raise its max_connections, or set 'Maximum Pool Size' in the connection string."),
            _ when IsAway(error) => (StoreFault.Away, $"the server is stopping or starting ({refused.MessageText}).", "It is tried again until the server is back."),
            _ => (StoreFault.Other, $"{refused.MessageText} ({refused.SqlState}).", "See the server's log."),
        }
        : IsAway(error)
            ? (StoreFault.Away, $"the server does not answer ({Innermost(error).Message}).", "See that it runs, and that host and port in the connection string are right; it is tried again until then.")
            : (StoreFault.Other, error.Message, "See the inner exception.");

    private static Exception Innermost(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        return error;
    }

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
            if (error is T found)
                return found;
        return null;
    }
}
