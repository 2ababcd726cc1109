namespace Masterplan.Host.Exports;

/// <summary>What is a file in a data folder and a row in PostgreSQL: its tables' names and columns on the way.</summary>
internal static class CarriedTables
{
    public const string Secrets = "Secrets";
    public const string Documents = "Documents";
    public const string Audit = "Audit";
    public static readonly IReadOnlyList<string> SecretColumns = ["Name", "Content"];
    public static readonly IReadOnlyList<string> DocumentColumns = ["Name", "Json", "Revision"];
    public static readonly IReadOnlyList<string> AuditColumns = ["Id", "Cluster", "Json"];

    /// <summary>Root runs that have not ended.</summary>
    public const string CountRunsUnderWay = "SELECT count(*) FROM Instances WHERE Status = 0 AND Id = RootInstanceId";
}
