using System.CommandLine;
using Masterplan.Host.Remote;

namespace Masterplan.Host.Commands;

/// <summary>For as long as a command runs: starts or rejoins a run and shows how it goes, on the data folder or on a host that serves.</summary>
internal abstract class RunSession : IAsyncDisposable
{
    /// <param name="parsed">The command line.</param>
    /// <param name="command">The command in words, for whoever finds the data folder in use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RunSession> OpenAsync(ParseResult parsed, string command, CancellationToken cancellationToken) => RemoteHost.Choose(parsed) is { } host
        ? new RemoteSession(host, parsed.GetValue(CommonOptions.Json), parsed.GetValue(CommonOptions.Webhook))
        : await LocalSession.OpenAsync(parsed, command, cancellationToken);

    /// <summary>Goes on with the run of that definition which is under way for the cluster, or checks and starts one; then follows it to its end.</summary>
    public abstract Task<int> RunAsync(string definitionId, Dictionary<string, object?> values, CancellationToken cancellationToken);

    /// <summary>Shows a run until it ends or needs a person.</summary>
    public abstract Task<int> FollowAsync(string run, bool resumed, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Says that the webhook asked for comes too late.</summary>
    protected static Task TellRejoinedAsync(string run) => Console.Error.WriteLineAsync($"masterplan: run {run} goes on, and tells the webhook that it was started with, if any.");
}
