namespace Masterplan.Runtime.Store;

/// <summary>A write that yields a value.</summary>
internal sealed class WriteRequest<T>(Func<WriteSession, T> write) : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _refusal;

    public Task<T> Completion => _done.Task;

    /// <summary>A refusal is the write's own answer and leaves the transaction alone, provided that nothing was written before it.</summary>
    public override void Apply(WriteSession session)
    {
        _refusal = null;
        try
        {
            _result = write(session);
        }
        catch (Runs.RuntimeException refusal) when (!session.HasFailed)
        {
            _refusal = refusal;
        }
    }

    public override void Committed()
    {
        if (_refusal is null)
            _done.TrySetResult(_result);
        else
            _done.TrySetException(_refusal);
    }

    public override void Failed(Exception error) => _done.TrySetException(error);
}
