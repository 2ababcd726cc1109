namespace Masterplan.Activities.Clusters.Secrets;

/// <summary>Where keys, kubeconfigs and credentials live, and the only place. Names are paths such as "clusters/demo/ssh".</summary>
public interface ISecretStore
{
    /// <summary>The secret's bytes, or null when there is none.</summary>
    /// <exception cref="SecretException">It is there and cannot be read.</exception>
    byte[]? Read(string name);

    /// <summary>Writes a secret whole and durably; the one before it is replaced.</summary>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>The secret's bytes; where there is none, one is made and kept. Of those who make one at once, over all hosts, all get the same.</summary>
    byte[] ReadOrAdd(string name, Func<byte[]> create);

    /// <summary>Removes every secret whose name starts with the prefix.</summary>
    void DeleteAll(string prefix);
}
