using System.Security.Cryptography;
using System.Text;

namespace Masterplan.Lab.Linux;

/// <summary>The disk that every node starts from. It is built once for each change of its recipe, and kept.</summary>
internal sealed class BaseImage
{
    private const string Cache = "/var/cache/masterplan-lab";
    private readonly string folder;

    private BaseImage(string folder) => this.folder = folder;

    public string Disk => Path.Combine(folder, "disk");

    /// <summary>Debian's etcd, etcdctl and etcdutl.</summary>
    public string Etcd => Path.Combine(folder, "etcd");

    public static async Task<BaseImage> GetAsync()
    {
        var recipe = Path.Combine(AppContext.BaseDirectory, "Image");
        var text = string.Concat(Directory.GetFiles(recipe).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        var folder = $"{Cache}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}";
        Directory.CreateDirectory(Cache);
        // Two labs may want it at the same moment: who comes second finds it made.
        await using var turn = await TurnAsync($"{folder}.lock");
        if (!Directory.Exists(folder))
            await BuildAsync(recipe, folder);
        return new(folder);
    }

    private static async Task BuildAsync(string recipe, string folder)
    {
        var unfinished = $"{folder}.unfinished";
        await Tool.RunAsync("rm", "-rf", "--one-file-system", unfinished);
        Directory.CreateDirectory(unfinished);
        await Tool.RunAsync("bash", Path.Combine(recipe, "build"), unfinished);
        Directory.Move(unfinished, folder);
    }

    private static async Task<FileStream> TurnAsync(string path)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }
}
