using System.CommandLine;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Access;

namespace Masterplan.Host.Commands;

/// <summary><c>keys</c>: the API keys of machines.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var add = new Command("add", "Make a key and print it, this once.") { AccessOptions.Name, AccessOptions.Role };
        add.SetAction(parsed =>
        {
            Console.WriteLine(AccessOptions.Accounts(parsed).AddKey(parsed.GetValue(AccessOptions.Name)!, parsed.GetValue(AccessOptions.Role)));
            AccessOptions.Record(parsed, $"keys add {parsed.GetValue(AccessOptions.Name)} --role {parsed.GetValue(AccessOptions.Role)}");
            return ExitCodes.Success;
        });
        var remove = new Command("remove", "Remove a key.") { AccessOptions.Name };
        remove.SetAction(parsed => Remove(parsed, parsed.GetValue(AccessOptions.Name)!));
        var command = new Command("keys", "The API keys of machines: list, add, remove.") { add, remove };
        command.SetAction(parsed => List(AccessOptions.Accounts(parsed)));
        return command;
    }

    private static int List(Accounts accounts)
    {
        foreach (var key in accounts.List.Keys.OrderBy(key => key.Name, StringComparer.Ordinal))
            Console.WriteLine($"{key.Name}  {key.Role}");
        return ExitCodes.Success;
    }

    private static int Remove(ParseResult parsed, string name)
    {
        if (!AccessOptions.Accounts(parsed).RemoveKey(name))
            throw new ConfigurationException($"The API key '{name}'", "name", "There is no such key. `masterplan keys` lists those that are.");
        AccessOptions.Record(parsed, $"keys remove {name}");
        return ExitCodes.Success;
    }
}
