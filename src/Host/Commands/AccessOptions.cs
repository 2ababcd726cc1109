using System.CommandLine;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Commands;

/// <summary>What the commands about users and keys share.</summary>
internal static class AccessOptions
{
    public static Argument<string> Name { get; } = new("name") { Description = "The name." };

    public static Option<AccessRole> Role { get; } = new("--role") { Description = "Viewer sees; operator starts and steers runs; admin changes workflows, users and keys.", DefaultValueFactory = _ => AccessRole.Viewer, HelpName = "ROLE" };

    /// <summary>The accounts of the data folder; a `serve` that works on it sees changes at once.</summary>
    public static Accounts Accounts(ParseResult parsed) => Stores(parsed).GetRequiredService<Accounts>();

    /// <summary>Records a change of users or keys.</summary>
    public static void Record(ParseResult parsed, string what) => Stores(parsed).GetRequiredService<AuditLog>().Add(what);

    // As long as the command.
    private static ServiceProvider Stores(ParseResult parsed) => FolderStores.Open(new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data))));
}
