using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.SshKeys;

/// <summary>The organisation's SSH keys, known by name, put into instances when these are created.</summary>
public interface ISshKeyApi
{
    Task<IReadOnlyList<SshKey>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One key, or null when there is none of that name.</summary>
    Task<SshKey?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Registers a public key. Done at once, without a reference; a name that is taken is a conflict.</summary>
    /// <param name="name">Letters, digits, dot, underscore and hyphen, at most 255.</param>
    /// <param name="publicKey">One line in OpenSSH's format.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<Operation> RegisterAsync(string name, string publicKey, CancellationToken cancellationToken = default);

    /// <summary>Deletes a key; one that is gone already counts as done.</summary>
    Task<Operation> DeleteAsync(string name, CancellationToken cancellationToken = default);
}
