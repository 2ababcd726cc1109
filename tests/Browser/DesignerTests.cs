using Masterplan.Host.Access;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Browser;

public sealed class DesignerTests(Chromium chromium) : BrowserTests
{
    private const string Bootstrap = "cluster-bootstrap";
    [Theory]
    [InlineData(Bootstrap)]
    [InlineData("worker-add")]
    [InlineData("worker-remove")]
    [InlineData("master-replace")]
    [InlineData("certificate-renewal")]
    [InlineData("cluster-backup")]
    [InlineData("cluster-restore")]
    [InlineData("node-remove")]
    [InlineData("cluster-upgrade")]
    [InlineData("os-maintenance")]
    [InlineData("cluster-teardown")]
    [InlineData("webhook")]
    public async Task Every_activity_is_drawn_where_its_definition_says_with_its_name_and_an_icon(string workflow)
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, 2000, 1400);
        var designer = new Designer(window);
        await designer.OpenAsync(workflow);
        var activities = (await Definitions.FindAsync(workflow, VersionOptions.Published, Token))!.Document["root"]!["activities"]!.AsArray().Select(activity => activity!.AsObject()).ToList();
        (await designer.NodesAsync()).ShouldBe(activities.Select(activity => (string)activity["id"]!), ignoreOrder: true);
        foreach (var activity in activities)
        {
            var (id, position) = ((string)activity["id"]!, activity["metadata"]!["designer"]!["position"]!);
            (await designer.PlaceAsync(id)).ShouldBe(((double)position["x"]!, (double)position["y"]!), id);
            (await designer.Node(id).Locator(".activity-label").First.TextContentAsync())!.Trim().ShouldBe((string)activity["metadata"]!["displayText"]!);
            (await designer.Node(id).Locator(".activity-icon svg, .activity-icon img").CountAsync()).ShouldBeGreaterThan(0, id);
        }

        await window.ShootAsync($"designer-{workflow}");
        window.Errors.ShouldBeEmpty();
    }
}
