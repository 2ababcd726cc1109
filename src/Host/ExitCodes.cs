using Masterplan.Activities;
using Masterplan.Exoscale;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;

namespace Masterplan.Host;

/// <summary>The exit codes, one for each kind of end. docs/operations.md lists them.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int BadInput = 2;
    public const int Suspended = 3;
    public const int Cloud = 4;
    public const int Store = 11;
    public const int UnknownRun = 12;
    public const int RunUnderWay = 13;
    public const int Cancelled = 14;
    public const int Failed = 15;
    public const int Server = 16;
    public const int Interrupted = 130;

    public static int Of(Exception exception) => exception switch
    {
        MasterplanException ours => ours.ExitCode,
        ExoscaleException => Cloud,
        StoreException => Store,
        RunNotFoundException => UnknownRun,
        AlreadyRunningException => RunUnderWay,
        DefinitionException or DefinitionNotFoundException or DefinitionInUseException or RunStateException or ArgumentException => BadInput,
        IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException or Microsoft.EntityFrameworkCore.DbUpdateException or Npgsql.NpgsqlException => Store,
        OperationCanceledException => Interrupted,
        _ => Unexpected,
    };
}
