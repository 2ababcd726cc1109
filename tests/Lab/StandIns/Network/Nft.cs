namespace Masterplan.StandIns.Network;

/// <summary>nftables of the node.</summary>
internal static class Nft
{
    /// <summary>Replaces a table as a whole, in one transaction.</summary>
    public static async Task ApplyAsync(string rules, string table)
    {
        var (code, _, error) = await Tool.TryAsync("nft", ["-f", "-"], $"add table {table}\ndelete table {table}\n{rules}\n");
        if (code != 0)
            throw new InvalidOperationException($"nft: {error}");
    }
}
