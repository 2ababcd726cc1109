namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>The keys of an etcd cluster, simulated or real.</summary>
public interface IKeyspace
{
    /// <summary>Writes a key; what is written has been followed when the call returns.</summary>
    KeyValue Put(string key, byte[] value);

    /// <summary>Deletes a key; false when it is not there.</summary>
    bool Delete(string key);

    /// <summary>Tells every key that is there, then each change in order of revision: hand over and return.</summary>
    /// <returns>The revision of what was found.</returns>
    long Follow(Action<KeyValue> found, Action<KeyChange> changed);
}
