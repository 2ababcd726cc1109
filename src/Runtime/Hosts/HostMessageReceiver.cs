using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Hosts;

/// <summary>Passes on what other hosts tell to those in this one whom it concerns.</summary>
internal sealed class HostMessageReceiver(RuntimeOptions options, RunQueue queue, RunEventHub events, WorkflowGraphs graphs, DefinitionChanges changes, HttpAnswers answers) : IHostMessageReceiver
{
    public void Receive(HostMessage message)
    {
        if (message.Host == options.HostName)
            return;
        foreach (var instance in message.Look)
            queue.Signal(instance);
        foreach (var happened in message.Events)
            events.Offer(happened);
        if (message.AreDefinitionsChanged)
        {
            graphs.ForgetAll();
            changes.Note();
        }

        if (message is { RequestId: { } request, Answer: { } answer })
            answers.GiveHere(request, answer);
    }
}
