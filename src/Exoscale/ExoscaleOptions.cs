namespace Masterplan.Exoscale;

/// <summary>How to reach the Exoscale API. Write it down, then <see cref="Validate"/> it: the client does so too.</summary>
public sealed record ExoscaleOptions
{
    /// <summary>The zone, such as <c>ch-gva-2</c>; required.</summary>
    public string Zone { get; init; } = "";

    /// <summary>The base address of the API with <c>/v2</c> at its end; the zone's own at exoscale.com when unset.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The API key, starting with <c>EXO</c>; required.</summary>
    public string ApiKey { get; init; } = "";

    /// <summary>The API secret; required, never shown.</summary>
    public string ApiSecret { get; init; } = "";

    /// <summary>How long one attempt may take, in real time; default 60 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a read or a delete is repeated after transient faults; default 4, as Exoscale's own tools do.</summary>
    public int MaxRetries { get; init; } = 4;

    /// <summary>The wait before the first repeat, doubled before each next; default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before a repeat, also when the API asks for more; default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many requests are under way at once; default 16.</summary>
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>How much faster than real time the cloud runs; waits are divided by it. Default 1; more only in a rehearsal.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Where the requests go.</summary>
    public Uri EffectiveEndpoint => Endpoint ?? new Uri($"https://api-{Zone}.exoscale.com/v2");

    /// <summary>Throws one <see cref="ArgumentException"/> that lists everything wrong with the options.</summary>
    public ExoscaleOptions Validate()
    {
        var errors = ExoscaleOptionsValidator.Errors(this).ToList();
        return errors.Count == 0
            ? this
            : throw new ArgumentException($"The Exoscale options are not usable:{string.Concat(errors.Select(e => $"\n- {e}"))}");
    }

    /// <summary>The options without the secret.</summary>
    public override string ToString() => $"Exoscale zone '{Zone}' at '{Endpoint?.ToString() ?? "the zone's own endpoint"}' with key '{ApiKey}'";
}
