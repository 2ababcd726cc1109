namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>A simulated long-running program. It ends when it is told to stop, or with a <see cref="RefusalException"/>.</summary>
public interface IProgram
{
    Task RunAsync(ProcessContext context, CancellationToken stop);
}
