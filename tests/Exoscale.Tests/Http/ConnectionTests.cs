using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Masterplan.Exoscale.Tests.Http;

public sealed class ConnectionTests
{
    [Fact]
    public async Task A_change_on_a_connection_that_was_closed_is_not_repeated_behind_our_back()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var api = new ExoscaleApi(TestApi.Options with { Endpoint = new($"http://127.0.0.1:{port}/v2"), MaxConcurrency = 1 });
        var server = Task.Run(() => AnswerOnceThenCloseAsync(listener, cancellation), cancellation);
        await api.Quotas.ListAsync(cancellation);

        var error = await api.Instances.RebootAsync(Guid.NewGuid(), cancellation).ShouldThrowAsync<ExoscaleException>();

        error.IsOutcomeUnknown.ShouldBeTrue();
        listener.Pending().ShouldBeFalse();
        await server;
    }

    [Fact]
    public async Task A_refused_connection_says_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var api = new ExoscaleApi(TestApi.Options with { Endpoint = new($"http://127.0.0.1:{port}/v2"), MaxRetries = 0 });

        var error = await api.Quotas.ListAsync(TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.Kind.ShouldBe(ExoscaleErrorKind.Unreachable);
        error.Message.ShouldStartWith($"GET http://127.0.0.1:{port}/v2/quota got no answer: Connection refused");
    }

    private static async Task AnswerOnceThenCloseAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        using var client = await listener.AcceptTcpClientAsync(cancellationToken);
        await using var stream = client.GetStream();
        var buffer = new byte[16384];
        await stream.ReadAtLeastAsync(buffer, 1, true, cancellationToken);
        const string body = """{"quotas":[]}""";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"), cancellationToken);
        await stream.ReadAtLeastAsync(buffer, 1, true, cancellationToken);
    }
}
