using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Json;
using MassTransit;

namespace Masterplan.Host.Messaging;

/// <summary>Takes in what other hosts send.</summary>
internal sealed class HostLetterBox(IHostMessageReceiver receiver) : IConsumer<HostLetter>
{
    public Task Consume(ConsumeContext<HostLetter> context)
    {
        receiver.Receive(RuntimeJson.Deserialize<HostMessage>(context.Message.Json)!);
        return Task.CompletedTask;
    }
}
