namespace Masterplan.Runtime.Store.Engines;

/// <summary>Where there is one host only, there is nobody to keep out.</summary>
internal sealed class NoExclusion : IAsyncDisposable
{
    public static NoExclusion Instance { get; } = new();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
