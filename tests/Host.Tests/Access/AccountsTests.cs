using Masterplan.Activities.Clusters;
using Masterplan.Host.Access;

namespace Masterplan.Host.Tests.Access;

public sealed class AccountsTests
{
    [Fact]
    public void Neither_passwords_nor_keys_are_kept_and_only_the_owner_reads_the_file()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "access.json");
        var accounts = new Accounts(new AccessFile(path));
        accounts.PutUser("ada", AccessRole.Admin, "analytical engine");
        var key = accounts.AddKey("robot", AccessRole.Viewer);
        var text = File.ReadAllText(path);
        text.ShouldNotContain("analytical engine");
        text.ShouldNotContain(key);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_password_counts_for_its_user_alone()
    {
        using var folder = new TemporaryFolder();
        var accounts = new Accounts(new AccessFile(Path.Combine(folder.Path, "access.json")));
        accounts.PutUser("ada", AccessRole.Admin, "analytical engine");
        accounts.Verify("ADA", "analytical engine").ShouldNotBeNull().Role.ShouldBe(AccessRole.Admin);
        accounts.Verify("ada", "difference engine").ShouldBeNull();
        accounts.Verify("bob", "analytical engine").ShouldBeNull();
    }

    [Theory]
    [InlineData("", "long enough")]
    [InlineData("ada", "short")]
    public void A_user_without_a_name_or_with_a_short_password_is_refused(string name, string password)
    {
        using var folder = new TemporaryFolder();
        var accounts = new Accounts(new AccessFile(Path.Combine(folder.Path, "access.json")));
        Should.Throw<ConfigurationException>(() => accounts.PutUser(name, AccessRole.Viewer, password));
        accounts.List.Users.ShouldBeEmpty();
    }

    [Fact]
    public void The_first_admin_gets_a_password_once()
    {
        using var folder = new TemporaryFolder();
        var accounts = new Accounts(new AccessFile(Path.Combine(folder.Path, "access.json")));
        var password = FirstAdmin.Ensure(accounts).ShouldNotBeNull();
        accounts.Verify(FirstAdmin.Name, password).ShouldNotBeNull();
        FirstAdmin.Ensure(accounts).ShouldBeNull();
    }
}
