using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Hosts;

/// <summary>What one host tells the others.</summary>
public sealed record HostMessage
{
    /// <summary>Who tells it; what comes back to its sender is ignored.</summary>
    public required string Host { get; init; }

    /// <summary>Instances that have something to do on the host that executes them.</summary>
    public IReadOnlyList<string> Look { get; init; } = [];

    /// <summary>What has happened in runs, in order.</summary>
    public IReadOnlyList<RunEvent> Events { get; init; } = [];

    /// <summary>True if definitions were saved, published, retracted or deleted.</summary>
    public bool AreDefinitionsChanged { get; init; }

    /// <summary>The HTTP request that <see cref="Answer"/> is for.</summary>
    public string? RequestId { get; init; }

    public HttpAnswer? Answer { get; init; }
}
