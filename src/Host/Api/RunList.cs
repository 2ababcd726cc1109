using Masterplan.Host.Runs;

namespace Masterplan.Host.Api;

/// <summary>A page of runs.</summary>
/// <param name="Runs">The runs, newest first.</param>
/// <param name="Page">Which page, counted from 0.</param>
/// <param name="PageSize">Runs a page.</param>
/// <param name="TotalCount">Runs on all pages.</param>
internal sealed record RunList(IReadOnlyList<RunLine> Runs, int Page, int PageSize, long TotalCount);
