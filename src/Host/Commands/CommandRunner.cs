using System.CommandLine;
using System.Text.Json;

namespace Masterplan.Host.Commands;

/// <summary>Runs the command line; every error ends in one message and the exit code of its kind.</summary>
internal static class CommandRunner
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync($"masterplan: {error.Message}");
            await Console.Error.WriteLineAsync("`masterplan --help` lists the commands, `masterplan COMMAND --help` a command's options.");
            return ExitCodes.BadInput;
        }

        using var interrupted = new CancellationTokenSource();
        ConsoleCancelEventHandler interrupt = (_, pressed) =>
        {
            pressed.Cancel = !interrupted.IsCancellationRequested;
            interrupted.Cancel();
        };
        Console.CancelKeyPress += interrupt;
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) }, interrupted.Token);
        }
        catch (Exception exception) when (Report(exception, parsed.GetValue(CommonOptions.Json)) is var code)
        {
            return code;
        }
        finally
        {
            Console.CancelKeyPress -= interrupt;
        }
    }

    private static int Report(Exception exception, bool json)
    {
        var code = ExitCodes.Of(exception);
        if (code == ExitCodes.Interrupted)
        {
            Console.Error.WriteLine("masterplan: interrupted; the same command goes on where it stopped.");
            return code;
        }

        var message = code == ExitCodes.Unexpected && Environment.GetEnvironmentVariable("MASTERPLAN_DEBUG") is { Length: > 0 } ? exception.ToString() : exception.Message;
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { run = (string?)null, status = "failed", error = message, exitCode = code, changes = 0 }, JsonSerializerOptions.Web));
        Console.Error.WriteLine($"masterplan: {message}");
        return code;
    }
}
