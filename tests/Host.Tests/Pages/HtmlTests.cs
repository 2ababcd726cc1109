using Masterplan.Host.Pages;

namespace Masterplan.Host.Tests.Pages;

public sealed class HtmlTests
{
    [Fact]
    public void What_is_put_in_is_encoded_and_pieces_of_a_page_are_not()
    {
        var name = "<script>\"x\"</script>";
        var inner = Html.Of($"<b title=\"{name}\">{1}</b>");
        Html.Of($"<p>{inner}</p>").Text.ShouldBe("<p><b title=\"&lt;script&gt;&quot;x&quot;&lt;/script&gt;\">1</b></p>");
        Html.Each([name], item => Html.Of($"<li>{item}")).Text.ShouldNotContain("<script>");
    }
}
