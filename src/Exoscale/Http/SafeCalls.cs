namespace Masterplan.Exoscale.Http;

/// <summary>The calls that can be made twice without harm: reads, and deletes, where nothing to delete counts as done.</summary>
internal static class SafeCalls
{
    internal static bool Contains(HttpMethod method) => method == HttpMethod.Get || method == HttpMethod.Delete;
}
