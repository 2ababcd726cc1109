namespace Masterplan.Host.Pages;

/// <summary>A part of a page that is brought up to date by itself.</summary>
/// <param name="Id">The element's id.</param>
/// <param name="Content">What stands in it.</param>
internal sealed record PageSection(string Id, Html Content)
{
    /// <summary>The section that screen readers say when it changes, and that nobody sees.</summary>
    public static PageSection Announcement(string text) => new("announcement", Html.Of($"{text}"));

    public Html Render() => Id == "announcement"
        ? Html.Of($"<p id=\"{Id}\" role=\"status\" class=\"unseen\">{Content}</p>")
        : Html.Of($"<div id=\"{Id}\">{Content}</div>");
}
