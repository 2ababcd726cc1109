using Masterplan.Host.Audit;
using Masterplan.Host.Web;

namespace Masterplan.Host.Pages;

/// <summary>Who did what, for admins.</summary>
internal static class AuditPage
{
    private const int Shown = 200;

    public static IResult Show(HttpContext context, AuditLog log, string? cluster)
    {
        var entries = log.Read(string.IsNullOrEmpty(cluster) ? null : cluster, 0, Shown);
        return HtmlPage.Of(context, "Audit", Html.Of($"""
            <main id="main" tabindex="-1">
            <h1>Audit</h1>
            <form class="filter" role="search" aria-label="Audit"><label>Cluster <input name="cluster" value="{cluster}"></label><button>Show</button></form>
            {(entries.Count == 0 ? Html.Of($"<p>Nothing was recorded.</p>") : Table(entries))}
            <p class="quiet">The newest {Shown} lines. <code>masterplan audit</code> and <a href="/api">/api/audit</a> tell all.</p>
            </main>
            """).Text);
    }

    private static Html Table(IReadOnlyList<AuditEntry> entries) => Html.Of($"""
        <table class="runs"><thead><tr><th scope="col">What<th scope="col">Who<th scope="col">Cluster<th scope="col">When<th scope="col">Outcome</tr></thead>
        <tbody>{Html.Each(entries, entry => Html.Of($"""
        <tr><td>{entry.What}{(entry.Run is null ? Html.Empty : Html.Of($" <a href=\"/runs/{entry.Run}\">run</a>"))}<td data-label="Who">{entry.Who} <span class="quiet">{entry.From}</span><td data-label="Cluster">{entry.Cluster}<td data-label="When">{Words.Time(entry.At)}<td data-label="Outcome">{entry.Outcome}</tr>
        """))}</tbody></table>
        """);
}
