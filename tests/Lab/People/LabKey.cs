using Masterplan.Activities.Clusters.Secrets;

namespace Masterplan.Lab.People;

/// <summary>An SSH key for people, beside the one that the program makes for itself: nodes of the lab let it in.</summary>
internal static class LabKey
{
    /// <summary>Makes the key before the nodes are, and returns its file.</summary>
    public static async Task<string> CreateAsync(LabCloud cloud)
    {
        var key = SshKey.Create("lab");
        var file = Path.Combine(cloud.Folder, "key");
        await File.WriteAllTextAsync(file, key.PrivateKey);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        cloud.AuthorizedKey = key.PublicKey;
        return file;
    }
}
