namespace Masterplan.Rehearsal.Processes;

/// <summary>Lets one process at a time start or stop a rehearsal.</summary>
internal static class FileTurn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(25);

    internal static async Task<FileStream> TakeAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Patience, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
