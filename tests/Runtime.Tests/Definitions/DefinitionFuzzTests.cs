using System.Text.Json.Nodes;
using Masterplan.Runtime.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Tests.Definitions;

public sealed class DefinitionFuzzTests
{
    private const int Share = 1_500;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly string[] OfVersion = ["id", "version", "isLatest", "isPublished", "createdAt"];

    /// <summary>The variable MASTERPLAN_FUZZ asks for another number of definitions, MASTERPLAN_FUZZ_SEED for the same ones again.</summary>
    [Fact]
    public async Task Mutated_definition_is_refused_with_a_path_or_kept_member_for_member()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("MASTERPLAN_FUZZ"), out var asked) ? asked : Share;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MASTERPLAN_FUZZ_SEED"), out var again) ? again : Random.Shared.Next();
        Console.WriteLine($"fuzz: seed {seed}, {count} definitions");
        await using var runtime = await TestRuntime.StartAsync(works: false);
        var mutator = new DefinitionMutator(new Random(seed), [.. runtime.Services.GetRequiredService<IActivityRegistry>().Descriptors.Where(descriptor => descriptor.ClrType.Namespace!.StartsWith("Masterplan.Runtime.Activities", StringComparison.Ordinal))]);
        var (kept, refused) = (0, 0);
        for (var number = 0; number < count; number++)
        {
            var text = mutator.Next(number);
            if (await Checked(runtime, text, $"seed {seed}, number {number}"))
                kept++;
            else
                refused++;
        }

        Console.WriteLine($"fuzz: {kept} kept, {refused} refused");
        kept.ShouldBeGreaterThan(count / 50);
        refused.ShouldBeGreaterThan(count / 50);
    }

    /// <summary>True if the definition was kept.</summary>
    private static async Task<bool> Checked(TestRuntime runtime, string text, string which)
    {
        try
        {
            var saved = await runtime.Definitions.ImportAsync(text, TestContext.Current.CancellationToken).WaitAsync(Longest, TimeProvider.System, TestContext.Current.CancellationToken);
            var stored = (await runtime.Definitions.FindByVersionIdAsync(saved.Id, TestContext.Current.CancellationToken)).ShouldNotBeNull(which).Document;
            JsonNode.DeepEquals(Content(stored), Content((JsonObject)JsonNode.Parse(text, documentOptions: new() { AllowTrailingCommas = true, CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!)).ShouldBeTrue($"{which} came back changed: {text}");
            await runtime.Definitions.DeleteAsync(saved.DefinitionId, cancellationToken: TestContext.Current.CancellationToken);
            return true;
        }
        catch (DefinitionException refusal)
        {
            refusal.Faults.ShouldNotBeEmpty(which);
            refusal.Faults.ShouldAllBe(fault => fault.Path.Length > 0 && fault.Message.Length > 0, which);
            return false;
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            throw new InvalidOperationException($"{which} was neither kept nor refused: {e.GetType().Name} {e.Message}\n{text}", e);
        }
    }

    private static JsonObject Content(JsonObject document)
    {
        foreach (var member in OfVersion)
            document.Remove(member);
        return document;
    }
}
