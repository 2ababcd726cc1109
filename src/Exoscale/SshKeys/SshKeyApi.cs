using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.SshKeys;

internal sealed class SshKeyApi(ExoscaleRequests requests) : ISshKeyApi
{
    public async Task<IReadOnlyList<SshKey>> ListAsync(CancellationToken cancellationToken) =>
        (await requests.GetAsync<Answer>("ssh-key", cancellationToken).ConfigureAwait(false)).SshKeys;

    public Task<SshKey?> FindAsync(string name, CancellationToken cancellationToken) => requests.FindAsync<SshKey>(Path(name), cancellationToken);

    public Task<Operation> RegisterAsync(string name, string publicKey, CancellationToken cancellationToken) =>
        requests.PostAsync("ssh-key", new { Name = name, PublicKey = publicKey }, cancellationToken);

    public Task<Operation> DeleteAsync(string name, CancellationToken cancellationToken) => requests.DeleteAsync(Path(name), cancellationToken);

    private static string Path(string name) => $"ssh-key/{Uri.EscapeDataString(name)}";

    private sealed record Answer(IReadOnlyList<SshKey> SshKeys);
}
