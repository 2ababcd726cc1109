namespace Masterplan.Runtime.Store;

/// <summary>Something to write, and who waits for its commit.</summary>
internal abstract class WriteRequest
{
    public abstract void Apply(WriteSession session);

    public abstract void Committed();

    public abstract void Failed(Exception error);
}
