namespace Masterplan.Host.Elsa.Requests;

/// <summary>The direction of a list's order.</summary>
internal enum OrderDirection
{
    Ascending,
    Descending,
}
