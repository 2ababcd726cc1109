namespace Masterplan.Host.Access;

/// <summary>Too many logins failed; the next try is free after the wait.</summary>
internal sealed class TooManyLoginsException(TimeSpan wait) : Exception($"Too many logins failed. Try again in {Math.Ceiling(wait.TotalMinutes)} min.")
{
    public TimeSpan Wait { get; } = wait;
}
