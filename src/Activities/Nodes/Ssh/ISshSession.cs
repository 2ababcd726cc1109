namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>A node that has been logged in to. Nothing here blocks its caller or ends by the clock.</summary>
internal interface ISshSession : IDisposable
{
    /// <summary>False once the connection is known to be broken.</summary>
    bool IsConnected { get; }

    /// <summary>Runs a command line to its end. What it is told to do goes on when the session is disposed of, but nobody hears of it.</summary>
    Task<CommandResult> RunAsync(string commandLine, string? input);

    /// <summary>Asks the node, beside what runs there, whether it is still there; a refusal is an answer as well.</summary>
    Task<bool> AnswersAsync();
}
