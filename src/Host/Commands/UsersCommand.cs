using System.CommandLine;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Access;

namespace Masterplan.Host.Commands;

/// <summary><c>users</c>: who may log in.</summary>
internal static class UsersCommand
{
    public static Command Create()
    {
        var add = new Command("add", "Add a user; the password is read from standard input.") { AccessOptions.Name, AccessOptions.Role };
        add.SetAction(parsed => Add(parsed, parsed.GetValue(AccessOptions.Name)!, parsed.GetValue(AccessOptions.Role)));
        var password = new Command("password", "Set a user's password, read from standard input; what they had open ends.") { AccessOptions.Name };
        password.SetAction(parsed => SetPassword(parsed, parsed.GetValue(AccessOptions.Name)!));
        var remove = new Command("remove", "Remove a user; what they had open ends.") { AccessOptions.Name };
        remove.SetAction(parsed => Remove(parsed, parsed.GetValue(AccessOptions.Name)!));
        var command = new Command("users", "Who may log in: list, add, password, remove.") { add, password, remove };
        command.SetAction(parsed => List(AccessOptions.Accounts(parsed)));
        return command;
    }

    private static int List(Accounts accounts)
    {
        foreach (var user in accounts.List.Users.OrderBy(user => user.Name, StringComparer.Ordinal))
            Console.WriteLine($"{user.Name}  {user.Role}");
        return ExitCodes.Success;
    }

    private static int Add(ParseResult parsed, string name, AccessRole role)
    {
        var accounts = AccessOptions.Accounts(parsed);
        if (accounts.Find(name) is not null)
            throw new ConfigurationException($"The user '{name}'", "name", "There is one of this name already.");
        accounts.PutUser(name, role, Password());
        AccessOptions.Record(parsed, $"users add {name} --role {role}");
        return ExitCodes.Success;
    }

    private static int Remove(ParseResult parsed, string name)
    {
        if (!AccessOptions.Accounts(parsed).RemoveUser(name))
            throw Unknown(name);
        AccessOptions.Record(parsed, $"users remove {name}");
        return ExitCodes.Success;
    }

    private static int SetPassword(ParseResult parsed, string name)
    {
        var accounts = AccessOptions.Accounts(parsed);
        var user = accounts.Find(name) ?? throw Unknown(name);
        accounts.PutUser(user.Name, user.Role, Password());
        AccessOptions.Record(parsed, $"users password {user.Name}");
        return ExitCodes.Success;
    }

    /// <summary>Never an argument: other users of the machine see those.</summary>
    private static string Password()
    {
        if (!Console.IsInputRedirected)
            Console.Error.Write("Password: ");
        return Console.ReadLine() ?? "";
    }

    private static ConfigurationException Unknown(string name) => new($"The user '{name}'", "name", "There is no such user. `masterplan users` lists those that are.");
}
