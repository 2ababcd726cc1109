using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Bad input: one message with all faults and their paths, the exit code of its kind, and nothing changed.</summary>
public sealed class BadInputTests
{
    private static readonly (string Name, string Spec, string[] Words)[] Refused =
    [
        ("bad_name", "", ["bad_name", "'_'"]),
        ("demo", "masters: { count: 2 }\nworkers: { count: -1 }\n", ["masters.count", "workers.count"]),
        ("demo", "network: { podCidr: 10.96.0.0/12 }\nmasters: { count: 4 }\n", ["kubernetes.serviceCidr", "overlaps", "masters.count"]),
        ("demo", "mastres: { count: 3 }\nworkers: { cuont: 3 }\n", ["mastres", "workers.cuont"]),
        ("demo", "zone: ch-moon-1\nworkers: { instanceType: standard.enormous }\n", ["zone", "ch-moon-1", "workers.instanceType", "standard.enormous"]),
        ("demo", $"artifacts: {{ mirror: 'https://mirror.example.org/{new string('x', 8000)}' }}\n", ["User data of node 'demo-", "24573"]),
        ("demo", "kubernetes: { version: v1.12.0 }\n", ["kubernetes.version", "v1.12.0"]),
    ];

    [Fact]
    public async Task Bootstrap_refuses_with_every_fault_and_its_path()
    {
        await using var stage = new Stage();
        (await stage.RunAsync("rehearsal", "start")).ShouldSucceed();
        foreach (var (name, spec, words) in Refused)
        {
            var refused = (await stage.RunAsync("bootstrap", name, "--spec", stage.Write(spec))).ShouldExitWith(2);
            foreach (var word in words)
                refused.Errors.ShouldContain(word);
        }

        await NothingBeganAsync(stage);
    }

    [Fact]
    public async Task Quota_that_is_too_small_is_told_before_anything_is_made()
    {
        await using var stage = new Stage();
        var refused = (await stage.RunAsync("bootstrap", "demo", "--faults", "quota")).ShouldExitWith(2);
        refused.Errors.ShouldContain("quota");
        await NothingBeganAsync(stage);
    }

    [Fact]
    public async Task Wrong_credentials_and_an_endpoint_that_does_not_answer_are_told_apart()
    {
        await using var stage = new Stage();
        (await stage.RunAsync("rehearsal", "start")).ShouldSucceed();
        stage.Environment["EXOSCALE_API_KEY"] = "EXO0123456789abcdef01234567";
        stage.Environment["EXOSCALE_API_SECRET"] = "not-the-secret";
        stage.Environment["EXOSCALE_API_ENDPOINT"] = stage.Rehearsal.Endpoint;
        (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(4).Errors.ShouldContain("403");
        stage.Environment["EXOSCALE_API_ENDPOINT"] = "http://127.0.0.1:9/v2";
        (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(4).Errors.ShouldContain("127.0.0.1:9");
        stage.Environment.Clear();
        await NothingBeganAsync(stage);
    }

    [Fact]
    public async Task Unknown_run_and_unknown_fault_are_told()
    {
        await using var stage = new Stage();
        (await stage.RunAsync("rehearsal", "start")).ShouldSucceed();
        (await stage.RunAsync("runs", "show", "no-such-run")).ShouldExitWith(12).Errors.ShouldContain("no-such-run");
        (await stage.RunAsync("runs", "retry", "no-such-run")).ShouldExitWith(12).Errors.ShouldContain("no-such-run");
        (await stage.RunAsync("bootstrap", "demo", "--faults", "api-6xx")).ShouldExitWith(2).Errors.ShouldContain("api-6xx");
        (await stage.RunAsync("bootstrap")).ShouldExitWith(2);
        await NothingBeganAsync(stage);
    }

    private static async Task NothingBeganAsync(Stage stage)
    {
        (await stage.MutationsAsync()).Count.ShouldBe(0);
        await using var records = stage.Records;
        if (File.Exists(Path.Combine(stage.Data, "clusters.db")))
            (await records.Clusters.ListAsync()).ShouldBeEmpty();
        if (File.Exists(Path.Combine(stage.Data, "runs.db")))
            (await records.Instances.ListAsync(new())).Items.ShouldBeEmpty();
    }
}
