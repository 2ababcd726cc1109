using System.Security.Cryptography;
using System.Text;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Execution;

/// <summary>The key under which a bookmark is found: a hash of its name, its stimulus and, if wanted, the activity execution.</summary>
internal static class BookmarkHash
{
    public static string Of(string name, object? stimulus, string? activityInstanceId = null) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{Values.JsonOf((stimulus as IKeyedStimulus)?.Key ?? stimulus)}\n{activityInstanceId}")));
}
