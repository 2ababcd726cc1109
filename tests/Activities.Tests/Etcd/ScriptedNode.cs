using Masterplan.Activities.Nodes;

namespace Masterplan.Activities.Tests.Etcd;

/// <summary>A node that answers commands from a script; what it does not know fails.</summary>
internal sealed class ScriptedNode : INode
{
    private readonly List<(string Part, CommandResult Result)> answers = [];

    public string Name => "demo-master-1";

    public List<NodeCommand> Commands { get; } = [];

    public ScriptedNode Answers(string part, string output, int exitCode = 0, string error = "")
    {
        answers.Add((part, new(exitCode, output, error)));
        return this;
    }

    public Task<CommandResult> RunAsync(NodeCommand command, CancellationToken cancellationToken = default)
    {
        Commands.Add(command);
        var found = answers.Find(answer => command.ToString().Contains(answer.Part, StringComparison.Ordinal)).Result;
        return Task.FromResult(found ?? new(1, "", "context deadline exceeded"));
    }

    public Task<IReadOnlyDictionary<string, FileFact>> InspectAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task UploadAsync(IReadOnlyCollection<NodeFile> files, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<byte[]> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task WriteAsync(string path, long offset, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> FetchAsync(NodeArtifact artifact, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
