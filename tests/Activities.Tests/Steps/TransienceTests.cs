using System.Net;
using System.Net.Sockets;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Masterplan.Activities.Tests.Steps;

public sealed class TransienceTests
{
    public static TheoryData<string, bool> Faults => new()
    {
        { "node, transient", true },
        { "node", false },
        { "configuration", false },
        { "cloud, transient", true },
        { "cloud, outcome unknown", true },
        { "cloud", false },
        { "http 503", true },
        { "http 429", true },
        { "http 409", true },
        { "http 408", true },
        { "http 403", false },
        { "http 404", false },
        { "http without status", true },
        { "socket", true },
        { "io over socket", true },
        { "io", false },
        { "timeout", true },
        { "http client timed out", true },
        { "cancelled", false },
        { "sqlite busy", true },
        { "sqlite locked", true },
        { "sqlite full", true },
        { "saving while busy", true },
        { "saving a double", false },
        { "postgres stopped", true },
        { "postgres crashed", true },
        { "postgres full", true },
        { "postgres ended a transaction that was held up", true },
        { "reading while postgres is away", true },
        { "saving while postgres is away", true },
        { "saving a double, as wrapped", false },
        { "saving while postgres is full", true },
        { "postgres knows it already", false },
        { "bug", false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Only_what_can_pass_by_itself_is_transient(string fault, bool expected) => Transience.IsTransient(Make(fault)).ShouldBe(expected);

    private static NpgsqlException Away => new("x", new EndOfStreamException());

    private static PostgresException Postgres(string code) => new("x", "ERROR", "ERROR", code);

    private static Exception Make(string fault) => fault switch
    {
        "node, transient" => new NodeException("x", isTransient: true),
        "node" => new NodeException("x", isTransient: false),
        "configuration" => new ConfigurationException("x", "y", "z"),
        "cloud, transient" => new ExoscaleException(ExoscaleErrorKind.Server, "x") { IsTransient = true },
        "cloud, outcome unknown" => new ExoscaleException(ExoscaleErrorKind.Unreachable, "x") { IsOutcomeUnknown = true },
        "cloud" => new ExoscaleException(ExoscaleErrorKind.Refused, "x"),
        "http without status" => new HttpRequestException("x"),
        _ when fault.StartsWith("http 4", StringComparison.Ordinal) || fault.StartsWith("http 5", StringComparison.Ordinal) => new HttpRequestException("x", null, (HttpStatusCode)int.Parse(fault[5..])),
        "socket" => new SocketException(111),
        "io over socket" => new IOException("x", new SocketException(104)),
        "io" => new IOException("disk full"),
        "timeout" => new TimeoutException(),
        "http client timed out" => new TaskCanceledException("x", new TimeoutException()),
        "cancelled" => new OperationCanceledException(),
        "sqlite busy" => new SqliteException("x", 5),
        "sqlite locked" => new SqliteException("x", 6),
        "sqlite full" => new SqliteException("x", 13),
        "saving while busy" => new DbUpdateException("x", new SqliteException("x", 5)),
        "saving a double" => new DbUpdateException("x", new SqliteException("x", 19)),
        "postgres stopped" => Postgres(PostgresErrorCodes.AdminShutdown),
        "postgres crashed" => Postgres(PostgresErrorCodes.CrashShutdown),
        "postgres full" => Postgres(PostgresErrorCodes.DiskFull),
        "saving while postgres is full" => new DbUpdateException("x", Postgres(PostgresErrorCodes.DiskFull)),
        "postgres ended a transaction that was held up" => Postgres("25P03"),
        "reading while postgres is away" => new InvalidOperationException("x", Away),
        "saving while postgres is away" => new InvalidOperationException("x", new DbUpdateException("x", Away)),
        "saving a double, as wrapped" => new InvalidOperationException("x", new DbUpdateException("x", Postgres(PostgresErrorCodes.UniqueViolation))),
        "postgres knows it already" => Postgres(PostgresErrorCodes.UniqueViolation),
        _ => new InvalidOperationException(),
    };
}
