using Masterplan.Host.Composition;
using Masterplan.Runtime.Hosting;

namespace Masterplan.Host.Exports;

/// <summary>Opens the place that settings name.</summary>
internal static class DataPlaces
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<IDataPlace> OpenAsync(DataFolder folder, StoreSettings settings, CancellationToken cancellationToken)
    {
        var protector = KeyRing.Secrets(folder);
        if (settings.Postgres is not { } postgres)
            return new FolderPlace(folder, protector);
        await PostgresAccess.WaitAsync(postgres, Patience, Console.Error.WriteLine, TimeProvider.System, cancellationToken);
        return await ServerPlace.OpenAsync(postgres, protector, cancellationToken);
    }
}
