using System.Text;
using Masterplan.Activities.Clusters.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace Masterplan.Activities.Tests.Clusters.Secrets;

public sealed class FileSecretStoreTests : IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("secrets-");

    private string Root => Path.Combine(folder.FullName, "secrets");

    [Fact]
    public void A_secret_is_read_as_it_was_written_and_replaced_whole()
    {
        var store = Store();
        store.Read("clusters/demo/ssh").ShouldBeNull();
        store.Write("clusters/demo/ssh", "first"u8);
        store.Write("clusters/demo/ssh", "second"u8);
        Encoding.UTF8.GetString(store.Read("clusters/demo/ssh")!).ShouldBe("second");
        Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ShouldBe(["ssh"]);
    }

    [Fact]
    public void Files_are_0600_in_folders_of_0700_and_hold_no_plain_text()
    {
        Store().Write("clusters/demo/ssh", "the secret itself"u8);
        var path = Path.Combine(Root, "clusters", "demo", "ssh");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var part in new[] { Root, Path.Combine(Root, "clusters"), Path.Combine(Root, "clusters", "demo") })
            File.GetUnixFileMode(part).ShouldBe(FolderMode, part);
        Encoding.Latin1.GetString(File.ReadAllBytes(path)).ShouldNotContain("secret itself");
    }

    [Fact]
    public void A_secret_of_another_key_ring_is_told_as_such()
    {
        Store().Write("clusters/demo/ssh", "x"u8);
        var fault = Should.Throw<SecretException>(() => Store().Read("clusters/demo/ssh"));
        fault.Message.ShouldStartWith("The secret 'clusters/demo/ssh' could not be decrypted: ");
        fault.Message.ShouldEndWith(" Its key ring is missing or another one; restore the key ring that belongs to this data folder.");
        (fault.ExitCode, fault.IsTransient).ShouldBe((8, false));
    }

    [Fact]
    public void Deleting_removes_what_lies_below_and_nothing_beside()
    {
        var store = Store();
        store.Write("clusters/demo/ssh", "x"u8);
        store.Write("clusters/demo/certificates/n", "x"u8);
        store.Write("clusters/demo2/ssh", "x"u8);
        store.DeleteAll("clusters/demo");
        store.DeleteAll("clusters/never");
        store.DeleteAll("clusters/never/made/at/all");
        store.Read("clusters/demo/ssh").ShouldBeNull();
        store.Read("clusters/demo2/ssh").ShouldNotBeNull();
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>A store with a key ring of its own.</summary>
    private FileSecretStore Store() => new(Root, new EphemeralDataProtectionProvider().CreateProtector("test"));
}
