using System.Net;
using System.Net.Sockets;
using System.Text;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.ElasticIps;

namespace Masterplan.Rehearsal.Tests.ElasticIps;

public sealed class HealthProbeTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("503 Service Unavailable", false)]
    [InlineData("302 Found", false)]
    public async Task An_http_check_wants_success(string status, bool isHealthy)
    {
        listener.Start();
        _ = AnswerAsync(status);
        using var probe = Probe("http", ((IPEndPoint)listener.LocalEndpoint).Port);

        (await probe.RunAsync(TestContext.Current.CancellationToken)).ShouldBe(isHealthy);
        (await probe.RunAsync(TestContext.Current.CancellationToken)).ShouldBe(isHealthy);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("tcp")]
    public async Task A_port_that_nobody_listens_at_is_not_healthy(string mode)
    {
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var probe = Probe(mode, port);

        (await probe.RunAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    private static HealthProbe Probe(string mode, int port) =>
        new("127.0.0.1", new HealthCheckRecord(mode, port) { Uri = "/readyz" }, TimeSpan.FromSeconds(10), TimeProvider.System);

    private async Task AnswerAsync(string status)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line.Length == 0)
                        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
        }
    }
}
