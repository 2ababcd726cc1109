using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Runtime.Json;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Access;

/// <summary>The access list in the database that hosts share.</summary>
internal sealed class AccessTable(IDbContextFactory<PostgresClusterDatabase> databases) : IAccessStore
{
    /// <summary>The document that holds the list.</summary>
    public const string Document = "access";
    private const int Tries = 10;

    public AccessList Read()
    {
        using var database = databases.CreateDbContext();
        return List(database.Documents.AsNoTracking().FirstOrDefault(row => row.Name == Document));
    }

    public void Change(Func<AccessList, AccessList> change)
    {
        for (var left = Tries; ; left--)
            try
            {
                using var database = databases.CreateDbContext();
                var row = database.Documents.Find(Document);
                var json = RuntimeJson.Serialize(change(List(row)));
                if (row is null)
                    database.Documents.Add(new() { Name = Document, Json = json });
                else
                    (row.Json, row.Revision) = (json, row.Revision + 1);
                database.SaveChanges();
                return;
            }
            catch (DbUpdateException) when (left > 0)
            {
                // Another host changed it in between; its change is seen now.
            }
    }

    private static AccessList List(DocumentRow? row) => row is null ? new() : RuntimeJson.Deserialize<AccessList>(row.Json)!;
}
