using System.Buffers.Text;
using System.Security.Cryptography;

namespace Masterplan.Rehearsal.Processes;

/// <summary>Makes API keys and secrets of the shape that Exoscale's have: EXO and 24 characters, and 43 characters.</summary>
internal static class Credentials
{
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    internal static string NewKey() => $"EXO{RandomNumberGenerator.GetString(Letters, 24)}";

    internal static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
