namespace Masterplan.Lab.Linux;

/// <summary>One lab at a time: a lock file, which the kernel gives back when its holder ends, however that is.</summary>
internal static class Turn
{
    public static async Task<IAsyncDisposable> TakeAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }
}
