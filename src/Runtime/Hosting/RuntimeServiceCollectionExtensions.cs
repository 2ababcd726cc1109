using System.Reflection;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Store.Engines;
using Masterplan.Runtime.Store.Engines.Postgres;
using Masterplan.Runtime.Triggers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Runtime.Hosting;

/// <summary>Puts the runtime into a host.</summary>
public static class RuntimeServiceCollectionExtensions
{
    /// <summary>Adds the runtime with its built-in activities, and a hosted service that works the queue. A <see cref="TimeProvider"/> that is registered already is used.
    /// Opening the database happens at the host's start, or at the first use of the facade; it fails with <see cref="StoreException"/>.</summary>
    public static IServiceCollection AddWorkflowRuntime(this IServiceCollection services, RuntimeOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddLogging();
        AddStore(services, options);
        services.AddActivities(typeof(RuntimeOptions).Assembly);
        AddEngine(services);
        AddFacade(services);
        return services;
    }

    /// <summary>Makes the public activities of an assembly available to definitions.</summary>
    public static IServiceCollection AddActivities(this IServiceCollection services, Assembly assembly) => services.AddSingleton(ActivitySource.Of(assembly));

    private static void AddStore(IServiceCollection services, RuntimeOptions options)
    {
        services.AddSingleton<StoreAvailability>();
        services.AddSingleton<IStoreStatus>(provider => provider.GetRequiredService<StoreAvailability>());
        services.AddSingleton<RuntimeStore>();
        if (options.PostgresConnection is { } connection)
        {
            AddContexts<PostgresRuntimeDbContext>(services, new PostgresEngine(connection));
            services.AddSingleton<IDbContextFactory<RuntimeDbContext>, DerivedContexts<RuntimeDbContext, PostgresRuntimeDbContext>>();
        }
        else
        {
            AddContexts<RuntimeDbContext>(services, new SqliteEngine(options.DatabasePath));
        }
    }

    private static void AddContexts<TContext>(IServiceCollection services, StoreEngine engine)
        where TContext : RuntimeDbContext
    {
        services.AddSingleton(engine);
        services.AddPooledDbContextFactory<TContext>(builder =>
        {
            engine.Configure(builder);
            // A test compares model and migrations; at every start it would cost a quarter of a second.
            builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        });
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddSingleton<RunQueue>();
        services.AddSingleton<RunEventHub>();
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<DueTimer>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<TriggerNews>();
        services.AddSingleton<TriggerIndexer>();
        services.AddSingleton<PublicationBackfill>();
        services.AddSingleton<WorkWatch>();
        services.AddSingleton<HostLease>();
        services.AddSingleton<HostMeter>();
        services.AddSingleton<IHostLease>(provider => provider.GetRequiredService<HostLease>());
        services.TryAddSingleton<IHostMessages, NoHostMessages>();
        services.AddSingleton<HostNews>();
        services.AddSingleton<IHostMessageReceiver, HostMessageReceiver>();
        services.AddSingleton<BurstServices>();
        services.AddSingleton<InstanceRunner>();
        services.AddSingleton<ChildDispatcher>();
        services.AddSingleton<HttpSender>();
        services.AddSingleton<JavaScriptEngine>();
        services.AddSingleton<ExpressionChecker>();
        services.AddSingleton<DefinitionChanges>();
        services.AddSingleton<WorkflowActivities>();
        services.AddSingleton<DefinitionReader>();
        services.AddSingleton<WorkflowGraphs>();
        services.AddSingleton<IHostedService, RuntimeHostedService>();
    }

    private static void AddFacade(IServiceCollection services)
    {
        services.TryAddSingleton<ISystemClock, SystemClock>();
        services.TryAddSingleton<IIdentityGenerator, RandomIdentityGenerator>();
        services.TryAddSingleton<IStandardOutStreamProvider, StandardOutStreamProvider>();
        services.AddSingleton<HttpAnswers>();
        services.AddSingleton<IHttpAnswers>(provider => provider.GetRequiredService<HttpAnswers>());
        services.AddSingleton<IExpressionEvaluator, ExpressionEvaluator>();
        services.AddSingleton<IActivityRegistry, ActivityRegistry>();
        services.AddSingleton<IWorkflowDefinitions, WorkflowDefinitions>();
        services.AddSingleton<IDefinitionCatalog, DefinitionCatalog>();
        services.AddSingleton<IWorkflowInstances, WorkflowInstances>();
        services.AddSingleton<IRunHistory, RunHistory>();
        services.AddSingleton<IHttpWaits, HttpWaits>();
        services.AddSingleton<IWorkflowRuntime, WorkflowRuntime>();
        services.AddSingleton<IRunEvents>(provider => provider.GetRequiredService<RunEventHub>());
    }
}
