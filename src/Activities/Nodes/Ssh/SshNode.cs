using System.Diagnostics;
using System.Text;

namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>A node over SSH. Content goes over standard input, never into a command line, where every process could read it.</summary>
internal sealed class SshNode(string name, SshConnection connection) : INode
{
    /// <summary>How long after its limit, when nobody waits for it any more, the node itself ends a command.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly ActivitySource Source = new("Masterplan.Nodes");

    public string Name => name;

    // Of a command its program alone is told: what follows may be anything.
    public async Task<CommandResult> RunAsync(NodeCommand command, CancellationToken cancellationToken = default)
    {
        using var span = Begin(command.Argv[0]);
        return await connection.RunAsync(new(AsRoot(Shell.Join(command.Argv), command.Limit), command.StandardInput, $"{command}", command.Limit), cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, FileFact>> InspectAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default)
    {
        var script = new StringBuilder();
        foreach (var path in paths)
            script.Append($"if [ -f {Shell.Quote(path)} ]; then stat -c '%a %U:%G' {Shell.Quote(path)}; sha256sum < {Shell.Quote(path)}; echo {Shell.Quote(path)}; fi\n");
        var lines = (await ScriptAsync("look at files", NodeLimits.Command, script.ToString(), cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Chunk(3).ToDictionary(
            entry => entry[2],
            entry => new FileFact(entry[1].Split(' ')[0], entry[0].Split(' ')[0].PadLeft(4, '0'), entry[0].Split(' ')[1]),
            StringComparer.Ordinal);
    }

    public Task UploadAsync(IReadOnlyCollection<NodeFile> files, CancellationToken cancellationToken = default)
    {
        var script = new StringBuilder("set -e\numask 077\n");
        foreach (var file in files)
        {
            var (folder, temporary) = (Path.GetDirectoryName(file.Path)!, $"{Path.GetDirectoryName(file.Path)}/.{Path.GetFileName(file.Path)}.new");
            script.Append($"[ -d {Shell.Quote(folder)} ] || install -d -m {(file.Mode == "0600" ? "0700" : "0755")} {Shell.Quote(folder)}\n");
            script.Append($"base64 -d > {Shell.Quote(temporary)} <<'END'\n{Base64(file.Content.Span)}\nEND\n");
            script.Append($"chmod {file.Mode} {Shell.Quote(temporary)}\nchown {file.Owner} {Shell.Quote(temporary)}\nmv -f {Shell.Quote(temporary)} {Shell.Quote(file.Path)}\n");
        }

        return ScriptAsync($"write {string.Join(", ", files.Select(file => file.Path))}", NodeLimits.Upload, script.ToString(), cancellationToken);
    }

    public async Task<byte[]> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken = default)
    {
        var script = $"set -e\nexec 3< {Shell.Quote(path)}\ndd bs=64K iflag=skip_bytes,count_bytes,fullblock skip={offset} count={length} status=none <&3 | base64\n";
        return Convert.FromBase64String(await ScriptAsync($"read {path}", NodeLimits.Upload, script, cancellationToken));
    }

    public Task WriteAsync(string path, long offset, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => ScriptAsync(
        $"write {path}",
        NodeLimits.Upload,
        $"set -e\numask 077\nbase64 -d <<'END' | dd of={Shell.Quote(path)} bs=64K oflag=seek_bytes seek={offset} conv=notrunc iflag=fullblock status=none\n{Base64(content.Span)}\nEND\n",
        cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default) =>
        ScriptAsync($"remove {string.Join(", ", paths)}", NodeLimits.Command, $"rm -f -- {Shell.Join(paths)}\n", cancellationToken);

    public async Task<bool> FetchAsync(NodeArtifact artifact, CancellationToken cancellationToken = default)
    {
        var (path, temporary) = (Shell.Quote(artifact.Path), Shell.Quote($"{Path.GetDirectoryName(artifact.Path)}/.{Path.GetFileName(artifact.Path)}.new"));
        var output = await ScriptAsync(
            $"fetch {artifact.Url}",
            NodeLimits.Download,
            $"""
            set -e
            if echo '{artifact.Sha512}  '{path} | sha512sum --check --status 2>/dev/null; then echo kept; exit 0; fi
            install -d -m 0755 {Shell.Quote(Path.GetDirectoryName(artifact.Path)!)}
            curl --fail --silent --show-error --location --retry 3 --output {temporary} {Shell.Quote(artifact.Url)}
            if ! echo '{artifact.Sha512}  '{temporary} | sha512sum --check --status; then rm -f {temporary}; echo "the download does not have the pinned SHA-512" >&2; exit 1; fi
            chmod {artifact.Mode} {temporary}
            mv -f {temporary} {path}
            echo fetched

            """,
            cancellationToken);
        return output.Contains("fetched", StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        connection.Leave();
        return ValueTask.CompletedTask;
    }

    private System.Diagnostics.Activity? Begin(string program)
    {
        var span = Source.StartActivity("ssh " + program, System.Diagnostics.ActivityKind.Client);
        span?.SetTag("masterplan.node", name);
        return span;
    }

    // .NET breaks lines as on Windows, which base64 does not read.
    private static string Base64(ReadOnlySpan<byte> content) => Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n");

    private static string AsRoot(string command, TimeSpan limit) => $"sudo -n -- timeout --kill-after=5 {(limit + Grace).TotalSeconds:0} {command}";

    private async Task<string> ScriptAsync(string title, TimeSpan limit, string script, CancellationToken cancellationToken)
    {
        using var span = Begin("sh");
        var result = await connection.RunAsync(new(AsRoot("sh -s", limit), script, title, limit), cancellationToken);
        return result.Succeeded
            ? result.Output
            : throw new NodeException($"A change on node '{name}' ended with exit code {result.ExitCode}: {result.Error.Trim()}", isTransient: true);
    }
}
