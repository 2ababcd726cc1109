using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>The store could not be opened, read or written.</summary>
public class StoreException(StoreFault fault, string message, Exception? inner = null) : RuntimeException(message, inner)
{
    public StoreFault Fault { get; } = fault;
}
