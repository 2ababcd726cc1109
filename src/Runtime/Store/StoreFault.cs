namespace Masterplan.Runtime.Store;

/// <summary>What is wrong with the store.</summary>
public enum StoreFault
{
    /// <summary>Anything that has no name of its own.</summary>
    Other,

    /// <summary>The file is damaged, or no database.</summary>
    Corrupt,

    /// <summary>A newer program has changed its schema.</summary>
    Newer,

    /// <summary>No space is left on the disk.</summary>
    Full,

    /// <summary>The file cannot be written.</summary>
    ReadOnly,

    /// <summary>Another process holds it.</summary>
    Busy,

    /// <summary>The server does not answer, or is stopping or starting.</summary>
    Away,

    /// <summary>The server refuses the user or the database.</summary>
    Refused,
}
