namespace Masterplan.Runtime.Store;

/// <summary>A checkpoint was refused because another host has taken the instance over since; nothing of it was written.</summary>
public sealed class LeaseLostException(string instanceId)
    : StoreException(StoreFault.Other, $"The checkpoint of run '{instanceId}' was refused: another host executes it now.");
