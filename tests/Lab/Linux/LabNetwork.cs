namespace Masterplan.Lab.Linux;

/// <summary>Takes the lab's folder and network away after the last test.</summary>
public sealed class LabNetwork : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (Switch.IsInside)
            await LabFolder.Create().DeleteAsync();
        await Switch.RemoveAsync();
    }
}
