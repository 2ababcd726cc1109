using System.Security.Cryptography;
using System.Text;

namespace Masterplan.Lab.Linux;

/// <summary>The disk that every node starts from. It is built once for each change of its recipe, and kept.</summary>
internal sealed class BaseImage
{
    private const string Cache = "/var/cache/masterplan-lab";
    private const string Group = "masterplan-lab-image";
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
        await using var turn = await Turn.TakeAsync($"{folder}.lock");
        if (!Directory.Exists(folder))
            await BuildAsync(recipe, folder);
        return new(folder);
    }

    private static async Task BuildAsync(string recipe, string folder)
    {
        // A build that outlived its lab has lost its turn, and must not go on in this one's folder.
        await Cgroup.EndAsync(Group);
        var unfinished = new LabFolder($"{folder}.unfinished");
        await unfinished.DeleteAsync();
        Directory.CreateDirectory(unfinished.Path);
        using var build = Cgroup.Start(Group, "build", ["bash", Path.Combine(recipe, "build"), unfinished.Path]);
        var (code, _, error) = await Tool.EndAsync(build);
        await Cgroup.EndAsync(Group);
        if (code != 0)
            throw new LabException($"The base image could not be built: {error.Trim()}");
        Directory.Move(unfinished.Path, folder);
    }
}
