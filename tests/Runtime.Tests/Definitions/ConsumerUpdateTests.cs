using System.Diagnostics;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Definitions;

public sealed class ConsumerUpdateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Published_consumer_is_published_anew_and_a_run_under_way_keeps_its_version()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, Used("first"));
        var run = await runtime.StartRunAsync(User("user"));
        await runtime.UntilSuspendedAsync(run);

        var published = await PublishAsync(runtime, Used("second"));
        published.Consumers.Select(consumer => (consumer.DefinitionId, consumer.Faults.Count)).ShouldBe([("user", 0)]);
        var user = (await runtime.Definitions.FindAsync("user", VersionOptions.Published, Cancelled))!;
        (user.Version, user.IsLatest).ShouldBe((2, true));
        UserOf(user)["workflowDefinitionVersionId"]!.ToString().ShouldBe(published.Id);
        UserOf(user)["version"]!.GetValue<int>().ShouldBe(2);

        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: Cancelled);
        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["first"]);
        var next = await runtime.Runtime.StartAsync(new("user"), Cancelled);
        await runtime.UntilSuspendedAsync(next);
        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: Cancelled);
        await runtime.WaitAsync(next);
        runtime.Lines.ShouldBe(["first", "second"]);
        (await PublishAsync(runtime, Used("second"))).Consumers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Draft_is_changed_and_stays_a_draft()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await PublishAsync(runtime, Used("first"));
        await PublishAsync(runtime, User("user"));
        var edited = (await runtime.Definitions.FindAsync("user", cancellationToken: Cancelled))!.Document;
        edited["description"] = "being drawn";
        await runtime.Definitions.SaveAsync(edited, Cancelled);

        var published = await PublishAsync(runtime, Used("second"));
        published.Consumers.ShouldHaveSingleItem();
        var draft = (await runtime.Definitions.FindAsync("user", cancellationToken: Cancelled))!;
        (draft.Version, draft.IsPublished, draft.Description).ShouldBe((2, false, "being drawn"));
        UserOf(draft)["workflowDefinitionVersionId"]!.ToString().ShouldBe(published.Id);
        (await runtime.Definitions.FindAsync("user", VersionOptions.Published, Cancelled))!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Consumer_that_could_not_run_with_the_new_version_is_left_as_it_is_and_says_why()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var first = Used("first");
        first["outcomes"] = new JsonArray("Done", "Nobody");
        await PublishAsync(runtime, first);
        await PublishAsync(runtime, Definition("picky", Chart([Activity("Used", "U"), Write("N", "nobody there")], "U:Nobody->N")));
        await PublishAsync(runtime, User("user"));

        var consumers = (await PublishAsync(runtime, Used("second"))).Consumers;
        consumers.Select(consumer => consumer.DefinitionId).ShouldBe(["picky", "user"]);
        consumers[0].Faults.ShouldHaveSingleItem().ToString().ShouldBe("root.connections[0].source.port: 'U' has no outcome 'Nobody'. It has: Done.");
        consumers[1].Faults.ShouldBeEmpty();
        (await runtime.Definitions.FindAsync("picky", cancellationToken: Cancelled))!.Version.ShouldBe(1);
        (await runtime.Definitions.FindAsync("user", cancellationToken: Cancelled))!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_option_consumers_are_brought_to_it_only_when_someone_asks()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await PublishAsync(runtime, Used("first", updates: false));
        await PublishAsync(runtime, User("user"));
        await PublishAsync(runtime, User("another"));
        (await PublishAsync(runtime, Used("second", updates: false))).Consumers.ShouldBeEmpty();
        (await runtime.Definitions.FindAsync("user", cancellationToken: Cancelled))!.Version.ShouldBe(1);
        (await runtime.Definitions.UpdateConsumersAsync("used", Cancelled)).Select(consumer => consumer.DefinitionId).ShouldBe(["another", "user"]);
        (await runtime.Definitions.UpdateConsumersAsync("used", Cancelled)).ShouldBeEmpty();
        await Should.ThrowAsync<DefinitionNotFoundException>(() => runtime.Definitions.UpdateConsumersAsync("none", Cancelled));
    }

    [Fact]
    public async Task Consumers_of_a_consumer_follow_where_it_asks_for_that()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await PublishAsync(runtime, Used("first"));
        var middle = User("middle");
        middle["options"]!["autoUpdateConsumingWorkflows"] = true;
        await PublishAsync(runtime, middle);
        await PublishAsync(runtime, Usable("outer", "Outer", Sequence(Activity("Middle", "M"))));
        (await PublishAsync(runtime, Used("second"))).Consumers.Select(consumer => consumer.DefinitionId).ShouldBe(["middle", "outer"]);
    }

    [Fact]
    public async Task Kill_between_a_publication_and_its_consumers_is_made_good_at_the_next_start()
    {
        const int Users = 60;
        var folder = Directory.CreateTempSubdirectory("killed-publication-").FullName;
        await using (var runtime = await TestRuntime.StartAsync(folder: folder, works: false))
        {
            await PublishAsync(runtime, Used("first"));
            foreach (var number in Enumerable.Range(0, Users))
                await PublishAsync(runtime, User($"user{number:00}"));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, PublishingWorker.File), Used("second").ToJsonString(), Cancelled);
        await KillWhilePublishingAsync(folder);
        await using (var runtime = await TestRuntime.StartAsync(folder: folder, works: false))
        {
            (await runtime.Definitions.FindAsync("used", VersionOptions.Published, Cancelled))!.Version.ShouldBe(2);
            (await BehindAsync(runtime)).ShouldNotBeEmpty("the kill came too late to show anything");
        }

        await using (var runtime = await TestRuntime.StartAsync(folder: folder))
        {
            (await BehindAsync(runtime)).ShouldBeEmpty();
            (await runtime.Definitions.ListAsync(VersionOptions.Published, Cancelled)).Where(definition => definition.DefinitionId != "used").Select(definition => definition.Version).Distinct().ShouldBe([2]);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task KillWhilePublishingAsync(string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(ConsumerUpdateTests).Assembly.Location);
        start.Environment[PublishingWorker.FolderVariable] = folder;
        using var process = Process.Start(start)!;
        (await process.StandardOutput.ReadLineAsync(Cancelled)).ShouldBe("published");
        process.Kill();
        await process.WaitForExitAsync(Cancelled);
    }

    /// <summary>Those that are published with the first version of what they use.</summary>
    private static async Task<List<string>> BehindAsync(TestRuntime runtime) =>
        [.. (await runtime.Definitions.ListAsync(VersionOptions.Published, Cancelled)).Where(definition => definition.DefinitionId != "used" && UserOf(definition)["version"]!.GetValue<int>() == 1).Select(definition => definition.DefinitionId)];

    private static JsonObject Used(string text, bool updates = true)
    {
        var used = Usable("used", "Used", Sequence(Event("E", "Go"), Write("W", text)));
        used["options"]!["autoUpdateConsumingWorkflows"] = updates;
        return used;
    }

    private static JsonObject User(string id) => Usable(id, char.ToUpperInvariant(id[0]) + id[1..], Sequence(Activity("Used", "U")));

    private static JsonObject Usable(string id, string name, JsonObject root)
    {
        var definition = Definition(id, root);
        (definition["name"], definition["options"]) = (name, new JsonObject { ["usableAsActivity"] = true });
        return definition;
    }

    private static JsonObject UserOf(WorkflowDefinition definition) => (JsonObject)definition.Document["root"]!["activities"]![0]!;

    private static Task<WorkflowDefinition> PublishAsync(TestRuntime runtime, JsonObject definition) => runtime.Definitions.ImportAsync(definition.ToJsonString(), Cancelled);
}
