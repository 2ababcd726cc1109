namespace Masterplan.Host.Access;

/// <summary>A key of a machine.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Hash">SHA-256 of the key. One round is enough: the key is 256 random bits.</param>
internal sealed record ApiKey(string Name, AccessRole Role, string Hash);
