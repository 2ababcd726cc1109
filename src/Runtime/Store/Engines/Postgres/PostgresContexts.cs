using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>Gives PostgreSQL's contexts to those who ask for one of the store.</summary>
internal sealed class PostgresContexts(IDbContextFactory<PostgresRuntimeDbContext> contexts) : IDbContextFactory<RuntimeDbContext>
{
    public RuntimeDbContext CreateDbContext() => contexts.CreateDbContext();
}
