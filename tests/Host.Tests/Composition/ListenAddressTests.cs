using Masterplan.Activities.Clusters;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Tests.Composition;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080/", "http://localhost:5080")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080")]
    [InlineData("http://127.88.0.1:5080", "http://127.88.0.1:5080")]
    public void Loopback_is_accepted(string url, string expected) => ListenAddress.Check(url).ShouldBe(expected);

    [Theory]
    [InlineData("http://0.0.0.0:5080", "is not a loopback address, and passwords would cross the network unencrypted. Listen on loopback, behind a proxy that speaks TLS.")]
    [InlineData("http://192.0.2.1:5080", "is not a loopback address, and passwords would cross the network unencrypted. Listen on loopback, behind a proxy that speaks TLS.")]
    [InlineData("http://example.org", "is not a loopback address, and passwords would cross the network unencrypted. Listen on loopback, behind a proxy that speaks TLS.")]
    [InlineData("https://127.0.0.1:5080", "is not an http address, as http://127.0.0.1:5080.")]
    [InlineData("127.0.0.1:5080", "is not an http address, as http://127.0.0.1:5080.")]
    public void Anything_else_is_refused(string url, string why) =>
        Should.Throw<ConfigurationException>(() => ListenAddress.Check(url)).Message.ShouldBe($"The option --urls: '{url}' {why}");
}
