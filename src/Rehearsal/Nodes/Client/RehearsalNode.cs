using System.Net;
using System.Net.Http.Json;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Door;

namespace Masterplan.Rehearsal.Nodes.Client;

/// <summary>A simulated node as the host reaches it: the node door of the rehearsal's endpoint, in place of SSH.</summary>
/// <param name="http">Its base address is the rehearsal's endpoint.</param>
/// <param name="name">The node's name.</param>
/// <param name="address">The instance's public address.</param>
/// <param name="publicKey">The public half of the key that opens the door, as in authorized_keys.</param>
/// <param name="pin">Where host keys are recorded.</param>
/// <param name="leave">Called when the node is let go.</param>
public sealed class RehearsalNode(HttpClient http, string name, string address, string publicKey, HostKeyPin pin, Action? leave = null) : INode
{
    public string Name => name;

    public async Task<CommandResult> RunAsync(NodeCommand command, CancellationToken cancellationToken = default)
    {
        var answer = await Send<DoorMessages.RunAnswer>("run", new DoorMessages.Run([.. command.Argv], command.StandardInput), cancellationToken).ConfigureAwait(false);
        return new CommandResult(answer.ExitCode, answer.Stdout, answer.Stderr);
    }

    public async Task<IReadOnlyDictionary<string, FileFact>> InspectAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default)
    {
        var answer = await Send<DoorMessages.InspectAnswer>("inspect", new DoorMessages.Paths([.. paths]), cancellationToken).ConfigureAwait(false);
        return answer.Files;
    }

    public Task UploadAsync(IReadOnlyCollection<NodeFile> files, CancellationToken cancellationToken = default) =>
        Send<DoorMessages.Done>(
            "upload", new DoorMessages.Upload([.. files.Select(f => new DoorMessages.UploadFile(f.Path, f.Mode, f.Owner, f.Content.ToArray()))]), cancellationToken);

    public async Task<byte[]> ReadAsync(string path, long offset, int length, CancellationToken cancellationToken = default) =>
        (await Send<DoorMessages.ReadAnswer>("read", new DoorMessages.Read(path, offset, length), cancellationToken).ConfigureAwait(false)).Content;

    public Task WriteAsync(string path, long offset, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Send<DoorMessages.Done>("write", new DoorMessages.Write(path, offset, content.ToArray()), cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken = default) =>
        Send<DoorMessages.Done>("delete", new DoorMessages.Paths([.. paths]), cancellationToken);

    public async Task<bool> FetchAsync(NodeArtifact artifact, CancellationToken cancellationToken = default)
    {
        var answer = await Send<DoorMessages.FetchAnswer>(
            "fetch", new DoorMessages.Fetch(artifact.Url, artifact.Sha512, artifact.Path, artifact.Mode), cancellationToken).ConfigureAwait(false);
        return answer.Changed;
    }

    public ValueTask DisposeAsync()
    {
        leave?.Invoke();
        return ValueTask.CompletedTask;
    }

    private async Task<T> Send<T>(string verb, object body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"rehearsal/nodes/{address}/{verb}") { Content = JsonContent.Create(body, body.GetType()) };
            request.Headers.Add(DoorMessages.KeyHeader, publicKey);
            using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await CheckHostKey(response, cancellationToken).ConfigureAwait(false);
            await CheckStatus(response, verb, cancellationToken).ConfigureAwait(false);
            return (await response.Content.ReadFromJsonAsync<T>(cancellationToken).ConfigureAwait(false))!;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new NodeException($"Node '{name}' ({address}) dropped the connection during '{verb}': {e.Message}", isTransient: true, e);
        }
    }

    private async Task CheckHostKey(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.Headers.TryGetValues(DoorMessages.HostKeyHeader, out var values))
            return;
        var presented = values.First();
        var pinned = await pin(address, presented, cancellationToken).ConfigureAwait(false);
        if (pinned != presented)
            throw new NodeException(
                $"Node '{name}' ({address}) shows another host key than at first contact. If the machine was replaced on purpose, forget its old key; otherwise do not trust it.",
                isTransient: false);
    }

    private async Task CheckStatus(HttpResponseMessage response, string verb, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        throw response.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable => new NodeException($"Node '{name}' ({address}) cannot be reached: connection refused.", isTransient: true),
            HttpStatusCode.Forbidden => new NodeException($"Node '{name}' ({address}) refused the key: permission denied (publickey).", isTransient: false),
            _ => new NodeException($"Node '{name}' ({address}) refused '{verb}': {text}", isTransient: (int)response.StatusCode >= 500),
        };
    }
}
