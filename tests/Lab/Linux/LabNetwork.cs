namespace Masterplan.Lab.Linux;

/// <summary>Takes the lab's network away after the last test.</summary>
public sealed class LabNetwork : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Switch.RemoveAsync();
}
