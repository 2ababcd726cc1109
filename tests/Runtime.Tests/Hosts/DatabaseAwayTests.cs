using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Hosts;

/// <summary>The database goes away under what a run does just then.</summary>
[Trait("Store", "PostgreSQL")]
public sealed class DatabaseAwayTests(SharedDatabase database) : IClassFixture<SharedDatabase>
{
    [Fact]
    public async Task Step_under_which_the_database_goes_away_runs_again_and_needs_nobody()
    {
        var probes = new Probes();
        var fails = true;
        probes.Does = (id, value, context) =>
        {
            if (id != "Second" || !fails)
                return Task.FromResult(value);
            fails = false;
            throw Away();
        };
        await using var host = await StartAsync(probes);
        var ended = await host.WaitAsync(await host.StartRunAsync(Definition("away", Sequence(Activity("Test.Probe", "First"), Activity("Test.Probe", "Second"), Activity("Test.Probe", "Third")))));

        ended.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        ended.IncidentCount.ShouldBe(0);
        probes.Ran.ShouldBe(["First", "Second", "Second", "Third"]);
    }

    [Fact]
    public async Task Cancelled_run_gives_back_what_it_holds_though_the_database_was_away()
    {
        var holding = new Holding(new AggregateException(Away()));
        await using var host = await StartAsync(new Probes(), services => services.AddSingleton<IWorkflowCancellationHandler>(holding));
        var run = await host.StartRunAsync(Definition("held", Sequence(Event("E", "never"))));
        await host.UntilSuspendedAsync(run);
        await host.Runtime.CancelAsync(run, TestContext.Current.CancellationToken);

        (await host.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Cancelled);
        holding.Asked.ShouldBe(2);
    }

    /// <summary>As EF Core tells that the server ended under a query.</summary>
    private static InvalidOperationException Away() => new("x", new NpgsqlException("x", new EndOfStreamException()));

    private Task<TestRuntime> StartAsync(Probes probes, Action<IServiceCollection>? configure = null) => TestRuntime.StartAsync(
        configure: services =>
        {
            services.AddSingleton(probes);
            configure?.Invoke(services);
        },
        options: SharedDatabase.Host(database.NewConnection(), "one"));

    /// <summary>Cannot give back what it holds at first.</summary>
    private sealed class Holding(Exception failure) : IWorkflowCancellationHandler
    {
        public int Asked { get; private set; }

        public Task OnCancellingAsync(WorkflowInstance instance, CancellationToken cancellationToken) => ++Asked == 1 ? throw failure : Task.CompletedTask;
    }
}
