using Masterplan.Activities.Clusters;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Tests.Composition;

public sealed class ListenAddressTests
{
    private const string Insecure = "is not a loopback address, and passwords would cross the network unencrypted. Use https with --certificate and --key, or loopback behind a proxy that speaks TLS, or say --insecure-http.";

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080/", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    [InlineData("http://127.88.0.1:5080", "http://127.88.0.1:5080")]
    public void Loopback_is_accepted(string url, string expected) => ListenAddress.Check(url, hasCertificate: false, isInsecureAllowed: false).ShouldBe(expected);

    [Fact]
    public void Beyond_loopback_https_with_a_certificate_is_accepted_and_http_where_someone_says_so()
    {
        ListenAddress.Check("https://0.0.0.0:5443", hasCertificate: true, isInsecureAllowed: false).ShouldBe("https://0.0.0.0:5443");
        ListenAddress.Check("http://0.0.0.0:5080", hasCertificate: false, isInsecureAllowed: true).ShouldBe("http://0.0.0.0:5080");
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", Insecure)]
    [InlineData("http://192.0.2.1:5080", Insecure)]
    [InlineData("http://example.org", Insecure)]
    [InlineData("https://127.0.0.1:5080", "needs a certificate. Name its files with --certificate and --key.")]
    [InlineData("127.0.0.1:5080", "is not an http or https address, as http://127.0.0.1:5080.")]
    public void Anything_else_is_refused(string url, string why) =>
        Should.Throw<ConfigurationException>(() => ListenAddress.Check(url, hasCertificate: false, isInsecureAllowed: false)).Message.ShouldBe($"The option --urls: '{url}' {why}");
}
