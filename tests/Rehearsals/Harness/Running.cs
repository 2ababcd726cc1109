using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Masterplan.Rehearsals.Harness;

/// <summary>A process whose lines are read as they come.</summary>
public sealed class Running : IDisposable
{
    private readonly Process process;
    private readonly string command;
    private readonly Channel<Line> unread = Channel.CreateUnbounded<Line>();
    private readonly ConcurrentQueue<Line> lines = new();
    private readonly Task<string> errors;
    private readonly Task reading;
    private bool isDisposed;

    private Running(Process process, string command)
    {
        (this.process, this.command) = (process, command);
        errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    public int Id => process.Id;

    public static Running Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new(process, $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}");
    }

    /// <summary>The next line; null at the end of the output.</summary>
    public async Task<Line?> NextAsync()
    {
        using var guard = new CancellationTokenSource(ProgramUnderTest.Guard);
        try
        {
            return await unread.Reader.ReadAsync(guard.Token);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"`{command}` printed nothing for {ProgramUnderTest.Guard}. Its last lines:\n{string.Join('\n', lines.TakeLast(8))}");
        }
    }

    /// <summary>Reads on until a line that is wanted; null when none came.</summary>
    public async Task<Line?> NextAsync(Func<Line, bool> wanted)
    {
        while (await NextAsync() is { } line)
        {
            if (wanted(line))
                return line;
        }

        return null;
    }

    /// <summary>SIGKILL.</summary>
    public async Task<Ended> KillAsync()
    {
        process.Kill();
        return await EndAsync();
    }

    public async Task<Ended> EndAsync()
    {
        using var guard = new CancellationTokenSource(ProgramUnderTest.Guard);
        try
        {
            await process.WaitForExitAsync(guard.Token);
            await reading.WaitAsync(guard.Token);
            return new(command, process.ExitCode, [.. lines], await errors.WaitAsync(guard.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"`{command}` did not end within {ProgramUnderTest.Guard}. Its last lines:\n{string.Join('\n', lines.TakeLast(8))}");
        }
    }

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } text)
        {
            var line = new Line(text);
            lines.Enqueue(line);
            await unread.Writer.WriteAsync(line);
        }

        unread.Writer.Complete();
    }
}
