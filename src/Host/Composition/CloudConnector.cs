using Masterplan.Rehearsal.Processes;

namespace Masterplan.Host.Composition;

/// <summary>Finds the cloud, and starts the rehearsal where that is the cloud.</summary>
internal static class CloudConnector
{
    public static CloudLink Connect(DataFolder folder, RehearsalStart rehearsal, CancellationToken cancellationToken)
    {
        var choice = CloudChoice.FromEnvironment();
        return new(choice.IsRehearsal, choice.IsRehearsal
            ? StartAsync(folder, rehearsal, cancellationToken)
            : Task.FromResult(new CloudEndpoint(choice.Endpoint, choice.ApiKey, choice.ApiSecret, IsRehearsal: false, Speed: 1)));
    }

    private static async Task<CloudEndpoint> StartAsync(DataFolder folder, RehearsalStart rehearsal, CancellationToken cancellationToken)
    {
        var running = await new RehearsalProcess(folder.Root, TimeProvider.System).StartAsync(rehearsal, cancellationToken);
        return new(new Uri(running.Endpoint), running.ApiKey, running.ApiSecret, IsRehearsal: true, running.Speed);
    }
}
