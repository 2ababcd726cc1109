using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Rehearsal;

/// <summary>What this process knows and publishes about itself.</summary>
internal sealed class RehearsalSelf
{
    private readonly StateFolder folder;
    private readonly TimeProvider clock;
    private readonly long started;

    private RehearsalSelf(StateFolder folder, TimeProvider clock, RehearsalAddresses addresses, RehearsalDescription description)
    {
        (this.folder, this.clock, Addresses, Description) = (folder, clock, addresses, description);
        started = clock.GetTimestamp();
    }

    internal RehearsalAddresses Addresses { get; }

    internal RehearsalDescription Description { get; private set; }

    internal TimeSpan Uptime => clock.GetElapsedTime(started);

    /// <summary>Takes over what an earlier process left: addresses and credentials.</summary>
    internal static async Task<RehearsalSelf> OfAsync(StateFolder folder, RehearsalOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var before = DescriptionFile.Read(folder.Description);
        var addresses = options.Addresses ?? new(await AddressBlock.ClaimAsync(folder.Path, before?.Block, clock, cancellationToken).ConfigureAwait(false));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return new(folder, clock, addresses, new(
            addresses.Block,
            addresses.Endpoint,
            before?.ApiKey ?? Credentials.NewKey(),
            before?.ApiSecret ?? Credentials.NewSecret(),
            options.Speed,
            options.Faults,
            options.Seed,
            RehearsalDescription.ThisBuild,
            process.Id,
            process.StartTime.ToUniversalTime()));
    }

    internal void Publish() => DescriptionFile.Write(folder.Description, Description);

    internal void Update(Func<RehearsalDescription, RehearsalDescription> change)
    {
        Description = change(Description);
        Publish();
    }
}
