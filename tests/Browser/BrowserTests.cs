using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Browser;

/// <summary>Each test has a server of its own, with a rehearsal's cloud in which a minute takes a second.</summary>
public abstract class BrowserTests : IAsyncLifetime
{
    private protected TestServer Server { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected IWorkflowDefinitions Definitions => Server.Services.GetRequiredService<IWorkflowDefinitions>();

    public async ValueTask InitializeAsync() => Server = await TestServer.StartWithCloudAsync(speed: 60);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
