using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Runtime.Definitions;
using Microsoft.Playwright;

namespace Masterplan.Browser;

public sealed class DefinitionsTests(Chromium chromium) : BrowserTests
{
    private const string Address = "/studio/workflows/definitions";
    private const string Brought = """{"$schema":"https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json","id":"brought-1","definitionId":"brought","name":"Brought along","version":1,"root":{"id":"Flow","type":"Elsa.Flowchart","version":1,"activities":[{"id":"W","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"here"}},"metadata":{"designer":{"position":{"x":100,"y":100}}}}],"connections":[]}}""";
    [Fact]
    public async Task Workflows_are_paged_and_found_and_the_designer_opens_and_closes_without_loading_the_page_anew()
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Viewer, 1600, 1000);
        var list = new StudioList(window);
        await list.OpenAsync(Address);
        var all = (await Definitions.ListAsync(VersionOptions.Latest, Token)).Count;
        await list.PlaceIsAsync($"1-10 of {all}");
        await list.NextAsync();
        await list.PlaceIsAsync($"11-{all} of {all}");
        await list.RowsAreAsync(all - 10);
        await list.SearchAsync("teardown");
        await list.PlaceIsAsync("1-1 of 1");
        await list.Row("cluster-teardown").ClickAsync();
        await window.Page.WaitForSelectorAsync(".x6-node .activity-label");
        await window.Page.WaitForURLAsync($"**{Address}/cluster-teardown/edit");
        (await window.Page.TitleAsync()).ShouldBe("cluster-teardown – Masterplan");
        await window.Page.GoBackAsync();
        await list.Row("cluster-bootstrap").WaitForAsync();
        (await window.Page.TitleAsync()).ShouldBe("Workflows – Masterplan");
        (await window.Page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();
        await window.ShootAsync("definitions");
        window.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Workflow_is_created_from_the_list_and_opens_in_the_designer()
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, 1600, 1000);
        await new StudioList(window).OpenAsync(Address);
        await window.Page.ClickAsync("button:has-text('Create workflow')");
        await window.Page.Locator(".mud-dialog input[type=text]").First.FillAsync("Made by hand");
        await window.ShootAsync("definitions-create");
        await window.Page.ClickAsync(".mud-dialog button:has-text('OK')");
        await window.Page.WaitForSelectorAsync(".x6-graph");
        (await Definitions.ListAsync(VersionOptions.Latest, Token)).ShouldContain(definition => definition.Name == "Made by hand" && !definition.IsPublished);
        (await window.Page.EvaluateAsync<bool>("window.sameDocument")).ShouldBeTrue();
        window.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Workflow_is_imported_published_exported_and_retracted_from_the_list_and_its_versions_are_told()
    {
        await using var window = await Window.OpenAsync(chromium, Server, AccessRole.Admin, 2000, 1000);
        var list = new StudioList(window);
        await list.OpenAsync(Address);
        await window.Page.Locator("#workflow-file-upload-button-wrapper input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "brought.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(Brought) });
        await list.SearchAsync("brought");
        await list.Row("brought").WaitForAsync();
        await list.ChooseAsync("brought", "Publish", () => list.PublishedIsAsync("brought", "1"));
        (await Definitions.FindAsync("brought", VersionOptions.Published, Token))!.Version.ShouldBe(1);
        await list.ChooseAsync("brought", "Export", () => window.Page.WaitForSelectorAsync(".mud-dialog", new() { Timeout = Window.Soon }));
        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.ClickAsync(".mud-dialog button.mud-button-filled-primary"));
        await using (var file = await download.CreateReadStreamAsync())
        {
            var exported = (await JsonNode.ParseAsync(file, cancellationToken: Token))!;
            ((string)exported["definitionId"]!, (string)exported["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!).ShouldBe(("brought", "here"));
        }

        await list.ChooseAsync("brought", "Unpublish", () => list.PublishedIsAsync("brought", ""));
        (await Definitions.FindAsync("brought", VersionOptions.Published, Token)).ShouldBeNull();
        await Definitions.PublishAsync("brought", Token);
        await Definitions.SaveAsync((JsonObject)JsonNode.Parse(Brought.Replace("here", "there", StringComparison.Ordinal))!, Token);
        await list.Row("brought").ClickAsync();
        await window.Page.WaitForSelectorAsync(".x6-node .activity-label");
        await window.Page.Locator(".mud-tab:has-text('Version history')").DispatchEventAsync("click");
        var versions = window.Page.Locator(".mud-table tbody tr");
        await versions.Nth(1).WaitForAsync();
        (await versions.AllInnerTextsAsync()).Select(text => text.Trim()[..1]).ShouldBe(["2", "1"]);
        await window.ShootAsync("definitions-versions");
        window.Errors.ShouldBeEmpty();
    }
}
