namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>A health check with the API's defaults filled in; times in seconds.</summary>
internal sealed record HealthCheckRecord(string Mode, int Port)
{
    public int Interval { get; init; } = 10;

    public int Timeout { get; init; } = 2;

    public int StrikesOk { get; init; } = 2;

    public int StrikesFail { get; init; } = 3;

    public string? Uri { get; init; }

    public string? TlsSni { get; init; }

    public bool? TlsSkipVerify { get; init; }
}
