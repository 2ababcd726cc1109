namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>A call that goes wrong.</summary>
/// <param name="Status">The answer's status; 0 drops the connection instead.</param>
/// <param name="RetryAfter">Seconds for the header of that name; none when null.</param>
internal sealed record ApiFault(int Status, int? RetryAfter);
