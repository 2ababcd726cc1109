namespace Masterplan.Host.Composition;

/// <summary>The right to work on a data folder.</summary>
internal static class FolderTurn
{
    /// <summary>The folder for this process alone; with a database that hosts share there is nothing in it that they could get into each other's way with.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it.</exception>
    public static IDisposable Take(DataFolder folder, StoreSettings settings, string command) =>
        settings.IsShared ? new Shared() : folder.Take(command, TimeProvider.System);

    private sealed class Shared : IDisposable
    {
        public void Dispose()
        {
            // The leases of runs are the runtime's to give back.
        }
    }
}
