using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Masterplan.Runtime.Store;

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class RuntimeDbContextFactory : IDesignTimeDbContextFactory<RuntimeDbContext>
{
    public RuntimeDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<RuntimeDbContext>().UseSqlite("Data Source=design-time.db").Options);
}
