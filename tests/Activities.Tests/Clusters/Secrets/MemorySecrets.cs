using System.Collections.Concurrent;
using Masterplan.Activities.Clusters.Secrets;

namespace Masterplan.Activities.Tests.Clusters.Secrets;

/// <summary>Secrets in memory, which counts its writes.</summary>
internal sealed class MemorySecrets : ISecretStore
{
    private readonly ConcurrentDictionary<string, byte[]> secrets = new(StringComparer.Ordinal);

    public int Writes { get; private set; }

    public ICollection<string> Names => secrets.Keys;

    public byte[]? Read(string name) => secrets.GetValueOrDefault(name);

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        Writes++;
        secrets[name] = content.ToArray();
    }

    public byte[] ReadOrAdd(string name, Func<byte[]> create) => secrets.GetOrAdd(name, _ =>
    {
        Writes++;
        return create();
    });

    public void DeleteAll(string prefix)
    {
        foreach (var name in secrets.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            secrets.TryRemove(name, out _);
    }
}
