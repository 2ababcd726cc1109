namespace Masterplan.Host.Access;

/// <summary>Someone who may log in.</summary>
/// <param name="Name">The name, unique whatever its case.</param>
/// <param name="Role">What they may do.</param>
/// <param name="PasswordHash">PBKDF2 with its salt and count of rounds.</param>
/// <param name="Stamp">Changes with the password, so that what was handed out before it ends.</param>
internal sealed record UserAccount(string Name, AccessRole Role, string PasswordHash, string Stamp);
