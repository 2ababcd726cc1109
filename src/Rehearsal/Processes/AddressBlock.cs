using System.IO.Hashing;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Masterplan.Rehearsal.Processes;

/// <summary>
/// Finds a block 127.88.x.0/24 for a rehearsal. A file in the temporary folder says whose a block is, also while its rehearsal does not run;
/// it counts as long as that rehearsal's folder is there.
/// </summary>
internal static class AddressBlock
{
    private const int Count = 254;

    /// <param name="folder">The rehearsal's folder.</param>
    /// <param name="before">The block that it had before, which it must have again: its machines know each other by these addresses.</param>
    /// <param name="clock">Where the time comes from.</param>
    /// <param name="cancellationToken">Ends the waiting for others that are about to claim one.</param>
    internal static async Task<int> ClaimAsync(string folder, int? before, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var turn = await FileTurn.TakeAsync(ClaimPath($"{Environment.UserName}.lock"), clock, cancellationToken).ConfigureAwait(false);
        return Claim(folder, before);
    }

    private static int Claim(string folder, int? before)
    {
        if (before is { } block)
        {
            if (!TryClaim(folder, block))
                throw new InvalidOperationException(
                    $"The addresses 127.88.{block}.0/24 of the rehearsal in '{folder}' are in use by {Owner(block)}. Stop that one, then start this one again.");
            return block;
        }

        Sweep();
        var first = (int)(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(folder)) % Count);
        foreach (var candidate in Enumerable.Range(0, Count).Select(i => (first + i) % Count + 1))
        {
            if (TryClaim(folder, candidate))
                return candidate;
        }

        throw new InvalidOperationException("All address blocks 127.88.1.0/24 to 127.88.254.0/24 are in use. Stop a rehearsal, or delete data folders of old ones.");
    }

    private static bool TryClaim(string folder, int block) => IsFree(block) && TryWrite(folder, block);

    private static bool IsFree(int block)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(new RehearsalAddresses(block).Api), RehearsalAddresses.Port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static bool TryWrite(string folder, int block)
    {
        var path = ClaimPath($"127.88.{block}");
        try
        {
            if (File.Exists(path))
            {
                var owner = File.ReadAllText(path);
                if (owner == folder)
                    return true;
                if (Directory.Exists(owner))
                    return false;
                File.Delete(path);
            }

            using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write));
            file.Write(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Removes what rehearsals left whose folders are gone.</summary>
    private static void Sweep()
    {
        foreach (var path in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(ClaimPath("127.88.*"))))
        {
            try
            {
                if (!Directory.Exists(File.ReadAllText(path)))
                    File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Someone else's.
            }
        }
    }

    private static string Owner(int block) => File.Exists(ClaimPath($"127.88.{block}")) ? $"'{File.ReadAllText(ClaimPath($"127.88.{block}"))}'" : "another process";

    private static string ClaimPath(string what) => Path.Combine(Path.GetTempPath(), $"masterplan-rehearsal-{what}");
}
