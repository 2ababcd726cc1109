using System.Text.Json;

namespace Masterplan.StandIns;

/// <summary>Does something again and again; a failure is told once and tried again.</summary>
internal static class Loop
{
    public static async Task RunAsync(string what, TimeSpan pause, Func<CancellationToken, Task> work, CancellationToken stop)
    {
        string? last = null;
        while (true)
        {
            last = await TryAsync(what, () => work(stop), last, stop);
            await Task.Delay(pause, TimeProvider.System, stop);
        }
    }

    /// <summary>Does something once; returns why it failed, and tells it unless it was told before.</summary>
    public static async Task<string?> TryAsync(string what, Func<Task> work, string? told = null, CancellationToken stop = default)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException or OperationCanceledException && !stop.IsCancellationRequested)
        {
            if (e.Message != told)
                await Console.Error.WriteLineAsync($"{what}: {e.Message} {e.InnerException?.Message}");
            return e.Message;
        }
    }
}
