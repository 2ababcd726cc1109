namespace Masterplan.Activities.Pki;

/// <summary>A certificate that someone holds.</summary>
/// <param name="Holder">A node's name, or "people".</param>
/// <param name="Id">Its name with the holder, as in "apiserver".</param>
/// <param name="CommonName">Subject CN.</param>
/// <param name="Authority">The CN of who signed it.</param>
/// <param name="NotAfter">When it ends.</param>
/// <param name="Left">How long it is still valid; negative once it has ended.</param>
public sealed record HeldCertificate(string Holder, string Id, string CommonName, string Authority, DateTimeOffset NotAfter, TimeSpan Left);
