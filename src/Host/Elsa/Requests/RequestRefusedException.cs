namespace Masterplan.Host.Elsa.Requests;

/// <summary>A request that makes no sense; every fault stands under the member it is about.</summary>
internal sealed class RequestRefusedException(IReadOnlyDictionary<string, IReadOnlyList<string>> errors, Exception? inner = null) : Exception("The request was refused.", inner)
{
    /// <summary>Where a fault is about the request as a whole.</summary>
    public const string General = "generalErrors";

    public RequestRefusedException(string member, string message, Exception? inner = null)
        : this(new Dictionary<string, IReadOnlyList<string>> { [member] = [message] }, inner)
    {
    }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; } = errors;
}
