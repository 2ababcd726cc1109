using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Tests.Pki;

/// <summary>The openssl program, on certificates in a folder of their own.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("openssl-");

    /// <summary>Verifies a chain as of a time.</summary>
    public Task<Tool.Result> VerifyAsync(string authority, string certificate, string purpose, DateTimeOffset at, params string[] more) =>
        Tool.RunAsync("openssl", ["verify", "-x509_strict", "-CAfile", Write(authority), "-purpose", purpose, "-attime", at.ToUnixTimeSeconds().ToString(), .. more, Write(certificate)]);

    /// <summary>The certificate in words.</summary>
    public async Task<string> TextAsync(string certificate) => (await Tool.RunAsync("openssl", ["x509", "-noout", "-text", "-in", Write(certificate)])).Output;

    public async Task<string> DatesAsync(string certificate) =>
        (await Tool.RunAsync("openssl", ["x509", "-noout", "-dates", "-dateopt", "iso_8601", "-in", Write(certificate)])).Output;

    /// <summary>The public key that a certificate and its private key tell.</summary>
    public async Task<(string OfCertificate, string OfKey)> PublicKeysAsync(IssuedCertificate issued) => (
        (await Tool.RunAsync("openssl", ["x509", "-noout", "-pubkey", "-in", Write(issued.Certificate)])).Output,
        (await Tool.RunAsync("openssl", ["pkey", "-pubout", "-in", Write(issued.PrivateKey)])).Output);

    public void Dispose() => folder.Delete(recursive: true);

    private string Write(string text)
    {
        var path = Path.Combine(folder.FullName, Guid.NewGuid().ToString("n"));
        File.WriteAllText(path, text);
        return path;
    }
}
