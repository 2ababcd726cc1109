namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>The API says no: a status, and a message in its words.</summary>
internal sealed class Refusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    internal static Refusal NotFound(string what) => new(404, $"{what} not found");

    internal static Refusal Bad(string message) => new(400, message);

    internal static Refusal Conflict(string message) => new(409, message);
}
