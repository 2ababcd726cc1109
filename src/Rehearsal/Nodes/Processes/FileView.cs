using System.Text;

namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>The files that a program sees.</summary>
public abstract class FileView
{
    public byte[] Need(string path) => Find(path) ?? throw new RefusalException($"open {path}: no such file or directory");

    public string NeedText(string path) => Encoding.UTF8.GetString(Need(path));

    /// <summary>The content of a file; null where there is none.</summary>
    public abstract byte[]? Find(string path);

    /// <summary>A private key: refused when everybody on the node could read it.</summary>
    public string NeedKey(string path)
    {
        var text = NeedText(path);
        var mode = ModeOf(path);
        return mode[^1] is '0' ? text : throw new RefusalException($"open {path}: permissions {mode} are too open: the private key can be read by others");
    }

    /// <summary>The mode of a file that is there, in octal digits.</summary>
    protected abstract string ModeOf(string path);
}
