using Masterplan.Runtime.Hosting;
using Masterplan.Services;

namespace Masterplan.Runtime.Tests.Hosts;

/// <summary>A PostgreSQL server for the tests of a class; each test has a database of its own.</summary>
public sealed class SharedDatabase : IAsyncLifetime
{
    private int _count;

    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);

    public string NewConnection() => TestStore.Database(Server.ConnectionString, $"test{Interlocked.Increment(ref _count)}");

    /// <summary>A host of this name among many.</summary>
    internal static Func<RuntimeOptions, RuntimeOptions> Host(string connection, string name, TimeSpan? lease = null) => options => options with
    {
        PostgresConnection = connection,
        HostName = name,
        IsExclusive = false,
        LeaseDuration = lease ?? options.LeaseDuration,
    };

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
