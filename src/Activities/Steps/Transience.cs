using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using k8s.Autorest;
using Masterplan.Exoscale;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Masterplan.Activities.Steps;

/// <summary>Whether trying again can help: each origin's own verdict, and for faults of libraries their status or type. Never the text.</summary>
public static class Transience
{
    // idle_in_transaction_session_timeout
    private const string IdleInTransaction = "25P03";

    public static bool IsTransient(Exception exception) => exception switch
    {
        MasterplanException ours => ours.IsTransient,
        ExoscaleException cloud => cloud.IsTransient || cloud.IsOutcomeUnknown,
        HttpOperationException kubernetes => IsTransient(kubernetes.Response.StatusCode),
        HttpRequestException { StatusCode: { } status } => IsTransient(status),
        HttpRequestException or SocketException or IOException { InnerException: SocketException } or HttpIOException or TimeoutException => true,
        OperationCanceledException { InnerException: TimeoutException } => true, // how HttpClient tells that its own limit passed
        SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_FULL } => true,
        // Npgsql does not count it as such that the server is stopped, or has crashed, under a connection, or ended one that was held up.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransaction } => true,
        NpgsqlException database => database.IsTransient,
        DbUpdateException { InnerException: DbException inner } => IsTransient(inner),
        // How EF Core wraps what its provider calls transient, while it reads and while it saves.
        InvalidOperationException { InnerException: (NpgsqlException or DbUpdateException) and var inner } => IsTransient(inner),
        _ => false,
    };

    /// <summary>408, 409, 429 and 5xx: the server is busy, changing, or away.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests || (int)status >= 500;
}
