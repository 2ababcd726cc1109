namespace Masterplan.Activities.Nodes;

/// <summary>
/// The one door to a node: every look at a machine and every change to it goes through these calls.
/// A node that cannot be reached, drops the connection, falls silent or does not end in time raises a transient <see cref="NodeException"/>.
/// </summary>
public interface INode : IAsyncDisposable
{
    /// <summary>The node's name, equal to the instance's name and to the Kubernetes node's.</summary>
    string Name { get; }

    /// <summary>Runs one program as root, without a shell. A non-zero exit code is a result, not an error.</summary>
    Task<CommandResult> RunAsync(NodeCommand command, CancellationToken cancellationToken = default);

    /// <summary>What lies at each path now; a path without a file is absent from the answer.</summary>
    Task<IReadOnlyDictionary<string, FileFact>> InspectAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default);

    /// <summary>Writes each file whole: next to its target, then renamed over it, with its mode and owner.</summary>
    Task UploadAsync(IReadOnlyCollection<NodeFile> files, CancellationToken cancellationToken = default);

    /// <summary>Reads a part of a file of any length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many; at the file's end there are fewer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NodeException">Transient; the file is not there, or cannot be read.</exception>
    Task<byte[]> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken = default);

    /// <summary>Writes a part of a file of any length, in place: for one that nobody reads yet. A file that is not there is made for root alone.</summary>
    Task WriteAsync(string path, long offset, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Removes files; one that is not there is no error.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default);

    /// <summary>Has the node download an artifact, check its SHA-512, and rename it into place. The file at the path is left alone when it has that hash.</summary>
    Task<bool> FetchAsync(NodeArtifact artifact, CancellationToken cancellationToken = default);
}
