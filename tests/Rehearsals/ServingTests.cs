using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Masterplan.Rehearsals.Harness;
using Masterplan.Services;

namespace Masterplan.Rehearsals;

/// <summary>Where <c>serve</c> listens, and with what.</summary>
public sealed class ServingTests
{
    [Fact]
    public async Task Https_is_served_with_the_certificate_and_those_that_lead_to_its_authority()
    {
        await using var stage = new Stage();
        stage.Environment["MASTERPLAN_ADMIN_PASSWORD"] = "correct horse";
        using var root = Authority("root", null);
        using var issuing = Authority("issuing", root);
        using var leaf = Server(issuing);
        var certificate = stage.Write($"{leaf.ExportCertificatePem()}\n{issuing.ExportCertificatePem()}\n");
        var key = stage.Write(leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var url = $"https://127.0.0.1:{ServerProcess.FreePort()}";
        using var serving = stage.Start("serve", "--urls", url, "--certificate", certificate, "--key", key);
        (await serving.NextAsync(line => line.Text.StartsWith("Working the queue", StringComparison.Ordinal))).ShouldNotBeNull();

        using var http = Trusting(root, url);
        (await http.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var login = await http.PostAsync("/login", new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "admin", ["password"] = "correct horse" }), TestContext.Current.CancellationToken);
        login.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().ShouldContain("; secure");
        using var stranger = Authority("stranger", null);
        using var doubting = Trusting(stranger, url);
        (await Should.ThrowAsync<HttpRequestException>(() => doubting.GetAsync("/health/live", TestContext.Current.CancellationToken))).HttpRequestError.ShouldBe(HttpRequestError.SecureConnectionError);
    }

    [Fact]
    public async Task Beyond_loopback_nothing_is_served_without_TLS_unless_someone_says_so()
    {
        await using var stage = new Stage();
        var url = $"http://0.0.0.0:{ServerProcess.FreePort()}";
        (await stage.RunAsync("serve", "--urls", url)).ShouldExitWith(2).Errors.ShouldContain("passwords would cross the network unencrypted");
        (await stage.RunAsync("serve", "--urls", url.Replace("http", "https", StringComparison.Ordinal))).ShouldExitWith(2).Errors.ShouldContain("needs a certificate");
        using var serving = stage.Start("serve", "--urls", url, "--insecure-http");
        (await serving.NextAsync(line => line.Text.StartsWith("Working the queue", StringComparison.Ordinal))).ShouldNotBeNull();
    }

    private static HttpClient Trusting(X509Certificate2 authority, string url)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(authority);
        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } }) { BaseAddress = new Uri(url) };
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        var request = Request(name, isAuthority: true, out var key);
        var (from, to) = (DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        return issuer is null ? request.CreateSelfSigned(from, to) : request.Create(issuer, from, to, [2]).CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Server(X509Certificate2 issuer)
    {
        var request = Request("127.0.0.1", isAuthority: false, out var key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(issuer, issuer.NotBefore, issuer.NotAfter, [3]).CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string name, bool isAuthority, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        return request;
    }
}
