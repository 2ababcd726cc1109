using Masterplan.Rehearsal.Processes;

namespace Masterplan.Host.Composition;

/// <summary>Finds the cloud, and starts the rehearsal where that is the cloud.</summary>
internal static class CloudConnector
{
    public static async Task<CloudEndpoint> ConnectAsync(DataFolder folder, RehearsalStart rehearsal, CancellationToken cancellationToken)
    {
        var choice = CloudChoice.FromEnvironment();
        if (!choice.IsRehearsal)
            return new(choice.Endpoint, choice.ApiKey, choice.ApiSecret, IsRehearsal: false, Speed: 1);
        var running = await new RehearsalProcess(folder.Root, TimeProvider.System).StartAsync(rehearsal, cancellationToken);
        return new(new Uri(running.Endpoint), running.ApiKey, running.ApiSecret, IsRehearsal: true, running.Speed);
    }
}
