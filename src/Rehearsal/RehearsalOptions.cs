namespace Masterplan.Rehearsal;

/// <summary>How a rehearsal is to run.</summary>
public sealed record RehearsalOptions
{
    public const double DefaultSpeed = 60;

    /// <summary>Where masterplan keeps its data; the rehearsal's own is in <see cref="Folder"/> below it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Simulated seconds a real second; default 60.</summary>
    public double Speed { get; init; } = DefaultSpeed;

    /// <summary>Names of faults to inject; none by default.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Decides which calls the faults strike, and how long operations take; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Addresses that the caller has set up; unset claims a block of loopback addresses that no other rehearsal has.</summary>
    public RehearsalAddresses? Addresses { get; init; }

    /// <summary>The rehearsal's folder.</summary>
    public string Folder => Path.Combine(DataFolder, "rehearsal");
}
