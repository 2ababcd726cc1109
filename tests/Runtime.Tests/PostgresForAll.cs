using Masterplan.Services;

[assembly: AssemblyFixture(typeof(Masterplan.Runtime.Tests.PostgresForAll))]

namespace Masterplan.Runtime.Tests;

/// <summary>
/// The server that <see cref="TestStore.PostgresVariable"/> asks for with "start". It ends with the last test, not with the program:
/// xunit fails a program that is still there 11 seconds after its last test, which a server's last checkpoint may take.
/// </summary>
public sealed class PostgresForAll : IAsyncLifetime
{
    private PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(TestStore.PostgresVariable) != "start")
            return;
        _server = await PostgresServer.StartAsync();
        Environment.SetEnvironmentVariable(TestStore.PostgresVariable, _server.ConnectionString);
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
