namespace Masterplan.Lab.Linux;

/// <summary>What systemd-nspawn keeps of a container in /run: it clears it away itself only when it is not killed.</summary>
internal static class NspawnState
{
    private const string Folder = "/run/systemd/nspawn";

    /// <summary>Removes it.</summary>
    /// <param name="machine">The container's name.</param>
    /// <param name="root">Its disk, still mounted.</param>
    public static async Task RemoveAsync(string machine, string root)
    {
        await Tool.TryAsync("rmdir", $"{Folder}/propagate/{machine}");
        if ((await Tool.TryAsync("stat", "--format=%d:%i", root)) is (0, var inode, _))
            File.Delete($"{Folder}/locks/inode-{inode.Trim()}");
    }
}
