using System.Text;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>Text as a node's file.</summary>
internal static class TextFile
{
    public static NodeFile Readable(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));

    public static NodeFile Secret(string path, string text) => new(path, Encoding.UTF8.GetBytes(text), "0600");
}
