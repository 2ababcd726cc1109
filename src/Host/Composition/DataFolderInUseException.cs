namespace Masterplan.Host.Composition;

/// <summary>Another process works on the data folder.</summary>
public sealed class DataFolderInUseException(string folder, string holder, Exception inner)
    : DataFolderException($"The data folder '{folder}' is in use by {holder}. Wait for it to end, or stop it, and run the command again; with another --data folder both can run.", inner)
{
    /// <summary>Which process, in words.</summary>
    public string Holder { get; } = holder;
}
