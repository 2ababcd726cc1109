using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Hosting;

/// <summary>Gives one database's contexts to those who ask for what it has in common with another's.</summary>
public sealed class DerivedContexts<TContext, TDerived>(IDbContextFactory<TDerived> contexts) : IDbContextFactory<TContext>
    where TContext : DbContext
    where TDerived : TContext
{
    public TContext CreateDbContext() => contexts.CreateDbContext();
}
