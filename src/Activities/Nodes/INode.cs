namespace Masterplan.Activities.Nodes;

/// <summary>
/// The one door to a node: every look at a machine and every change to it goes through these five calls.
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

    /// <summary>Removes files; one that is not there is no error.</summary>
    Task DeleteAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default);

    /// <summary>Has the node download an artifact, check its SHA-512, and rename it into place. The file at the path is left alone when it has that hash.</summary>
    Task<bool> FetchAsync(NodeArtifact artifact, CancellationToken cancellationToken = default);
}
