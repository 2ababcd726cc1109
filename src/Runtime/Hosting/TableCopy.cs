using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Masterplan.Runtime.Hosting;

/// <summary>Copies rows from one database to another of the same model, a thousand at a time.</summary>
public static class TableCopy
{
    private const int Batch = 1000;

    /// <param name="rows">What to copy.</param>
    /// <param name="target">Where to; its transaction, if it has one, is the copy's.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <param name="prepare">Has its way with each row before it is written.</param>
    /// <returns>How many rows there were.</returns>
    public static async Task<long> CopyAsync<T>(IQueryable<T> rows, DbContext target, CancellationToken cancellationToken, Action<EntityEntry<T>>? prepare = null)
        where T : class
    {
        var count = 0L;
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var entry = target.Add(row);
            prepare?.Invoke(entry);
            if (++count % Batch == 0)
                await WriteAsync(target, cancellationToken);
        }

        await WriteAsync(target, cancellationToken);
        return count;
    }

    private static async Task WriteAsync(DbContext target, CancellationToken cancellationToken)
    {
        await target.SaveChangesAsync(cancellationToken);
        target.ChangeTracker.Clear();
    }
}
