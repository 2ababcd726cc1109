using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Activities.Composition;

public sealed class WorkflowDefinitionActivityTests
{
    [Fact]
    public async Task Published_workflow_is_described_as_an_activity()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await PublishAsync(runtime, Greeting());
        var descriptor = runtime.Services.GetRequiredService<IActivityRegistry>().Find("SayHello").ShouldNotBeNull();
        (descriptor.Version, descriptor.Category, descriptor.DisplayName).ShouldBe((1, "Courtesies", "Say hello"));
        descriptor.Inputs.Select(input => (input.Name, input.JsonName, input.Type)).ShouldBe([("Who", "who", typeof(object))]);
        descriptor.Outputs.Select(output => output.Name).ShouldBe(["Greeting"]);
        descriptor.Ports.Where(port => port.Type == PortType.Flow).Select(port => port.Name).ShouldBe(["Done", "Nobody"]);

        await runtime.Definitions.RetractAsync("greeting", TestContext.Current.CancellationToken);
        runtime.Services.GetRequiredService<IActivityRegistry>().Find("SayHello").ShouldBeNull();
    }

    [Fact]
    public async Task It_runs_in_the_same_instance_over_input_variables_and_output_of_its_own()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, Greeting());
        var run = await runtime.RunAsync(User(("who", Js("`${getPerson()} of ${getText()}`"))));
        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["inside: Hello Ada of outside", "outside: Hello Ada of outside, text outside"]);
        (await runtime.Instances.ListAsync(new InstanceFilter(), TestContext.Current.CancellationToken)).TotalCount.ShouldBe(1);
        var nodes = (await runtime.Instances.ExecutionsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).Select(record => record.NodeId).ToList();
        nodes.ShouldContain("Workflow1:Flowchart1:Hello:Workflow1:Flowchart1:W");
    }

    [Fact]
    public async Task Its_outcome_decides_where_the_flow_goes_on()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await PublishAsync(runtime, Greeting());
        (await runtime.RunAsync(User())).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["nobody there"]);
    }

    [Fact]
    public async Task Run_keeps_the_version_that_it_began_with_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("used-").FullName;
        string run;
        await using (var runtime = await TestRuntime.StartAsync(folder: folder))
        {
            await PublishAsync(runtime, Waiting("first"));
            run = await runtime.StartRunAsync(Definition("user", Sequence(Activity("WaitABit", "Wait"), Write("End", "end"))));
            await runtime.UntilSuspendedAsync(run);
            await PublishAsync(runtime, Waiting("second"));
        }

        await using (var runtime = await TestRuntime.StartAsync(folder: folder))
        {
            await runtime.Runtime.PublishEventAsync("Go", cancellationToken: TestContext.Current.CancellationToken);
            (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
            runtime.Lines.ShouldBe(["first", "end"]);
            var refusal = await Should.ThrowAsync<DefinitionInUseException>(() => runtime.Definitions.DeleteAsync("waiting", 1, TestContext.Current.CancellationToken));
            refusal.Message.ShouldContain("'user' uses it as an activity");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Workflow_that_would_use_itself_is_refused()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        await PublishAsync(runtime, Usable("one", "One", Sequence(Write("W", "one"))));
        await PublishAsync(runtime, Usable("two", "Two", Sequence(Activity("One", "O"))));
        var refusal = await Should.ThrowAsync<DefinitionException>(() => PublishAsync(runtime, Usable("one", "One", Sequence(Activity("Two", "T")))));
        refusal.Faults.ShouldHaveSingleItem().ToString().ShouldContain("The workflow 'one' would use itself.");
    }

    [Fact]
    public async Task Failed_step_inside_is_retried_in_place()
    {
        var probes = new Probes();
        var fails = true;
        probes.Does = (_, _, _) => fails ? throw new InvalidOperationException("not yet") : Task.FromResult<object?>(1);
        await using var runtime = await TestRuntime.StartAsync(configure: services => services.AddSingleton(probes));
        await PublishAsync(runtime, Usable("fragile", "Fragile", Sequence(Activity("Test.Probe", "P"))));
        var run = await runtime.RunAsync(Definition("user", Sequence(Activity("Fragile", "F"), Write("End", "end"))));
        run.IncidentCount.ShouldBe(1);
        fails = false;
        await runtime.Runtime.RetryAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(run.Id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["end"]);
    }

    private static JsonObject Greeting()
    {
        var definition = Usable(
            "greeting", "Say hello",
            Chart(
                [
                    Decision("Known", "!!getInput('Who')"), Set("S", "text", "`Hello ${getWho()}`"), WriteJs("W", "`inside: ${getText()}`"),
                    Activity("Elsa.SetOutput", "O", ("outputName", Literal("Greeting")), ("outputValue", Var("text"))), Activity("Elsa.Complete", "C", ("outcomes", Literal("Nobody"))),
                ],
                "Known:True->S", "S->W", "W->O", "Known:False->C"),
            ["text=nothing"]);
        definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "Who", ["type"] = "Object" });
        definition["outputs"] = new JsonArray(new JsonObject { ["name"] = "Greeting", ["type"] = "Object" });
        definition["outcomes"] = new JsonArray("Done", "Nobody");
        definition["options"]!["activityCategory"] = "Courtesies";
        return definition;
    }

    private static JsonObject User(params (string Name, JsonNode? Value)[] inputs) => Definition(
        "user",
        Chart(
            [Activity("SayHello", "Hello", [("greeting", To("v-said")), .. inputs]), WriteJs("W", "`outside: ${getSaid()}, text ${getText()}`"), Write("N", "nobody there")],
            "Hello->W", "Hello:Nobody->N"),
        variables: ["said", "text=outside", "person=Ada"]);

    private static JsonObject Waiting(string text) => Usable("waiting", "Wait a bit", Sequence(Event("E", "Go"), Write("W", text)));

    private static JsonObject Usable(string id, string name, JsonObject root, string[]? variables = null)
    {
        var definition = Definition(id, root, variables);
        definition["name"] = name;
        definition["options"] = new JsonObject { ["usableAsActivity"] = true };
        return definition;
    }

    private static Task<WorkflowDefinition> PublishAsync(TestRuntime runtime, JsonObject definition) =>
        runtime.Definitions.ImportAsync(definition.ToJsonString(), TestContext.Current.CancellationToken);
}
