using System.Diagnostics;
using System.Text.Json;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab;

/// <summary>The program at work, with what it has printed so far.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process process;
    private readonly string[] arguments;
    private readonly Task<string> errors;
    private readonly List<JsonElement> lines = [];

    public RunningProgram(Process process, string[] arguments) => (this.process, this.arguments, errors) = (process, arguments, process.StandardError.ReadToEndAsync());

    /// <summary>Reads until a line of its output is the wanted one.</summary>
    /// <exception cref="LabException">It ended before.</exception>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> wanted)
    {
        while (await ReadAsync() is { } line)
            if (wanted(line))
                return line;
        throw new LabException($"{Told} ended before what was waited for: {await errors}\n{Last(5)}");
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<EndedProgram> EndAsync()
    {
        while (await ReadAsync() is not null)
        {
            // What it prints is kept.
        }

        await process.WaitForExitAsync();
        return new(process.ExitCode, lines, await errors);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private string Told => $"`masterplan {string.Join(' ', arguments)}`";

    private string Last(int count) => string.Join('\n', lines.TakeLast(count));

    private async Task<JsonElement?> ReadAsync()
    {
        try
        {
            if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is not { } text)
                return null;
            lines.Add(JsonSerializer.Deserialize<JsonElement>(text));
            return lines[^1];
        }
        catch (OperationCanceledException)
        {
            throw new LabException($"{Told} was still at work when the test's time was up. It printed last:\n{Last(40)}");
        }
    }
}
