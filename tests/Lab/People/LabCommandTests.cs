using System.Text.RegularExpressions;

namespace Masterplan.Lab.People;

/// <summary>Labs beside each other, and what is left of one that ends, is ended or is killed.</summary>
public sealed partial class LabCommandTests(TwoLabs labs) : IClassFixture<TwoLabs>
{
    [LabFact]
    public async Task Labs_built_at_the_same_time_have_nodes_of_their_own_behind_the_same_addresses()
    {
        foreach (var lab in new[] { labs.One, labs.Other })
        {
            await IsWholeAsync(lab);
            (await LabProcess.LabAsync("ssh", $"{lab.Name}-worker-1", "hostname")).ShouldBe($"{lab.Name}-worker-1");
        }

        var list = Lines(await LabProcess.LabAsync("list"));
        list.Length.ShouldBe(2);
        AddressesIn(list[0]).Count().ShouldBe(2);
        AddressesIn(list[0]).ShouldBe(AddressesIn(list[1]), ignoreOrder: true);
    }

    [LabFact]
    public async Task Program_in_LAB_BIN_is_used_in_place_of_the_stand_in_of_its_name_and_nothing_else_changes()
    {
        const string programs = "sha256sum /opt/bin/* /opt/cni/bin/* /opt/images/* /opt/stand-ins/*.dll";
        var (plain, given) = (Lines(await OnMasterAsync(labs.One, programs)), Lines(await OnMasterAsync(labs.Other, programs)));
        given.Except(plain).Select(line => line.Split("  ")[1]).ShouldBe(["/opt/bin/kubelet", "/opt/images/kube-scheduler"], ignoreOrder: true);
        given.Length.ShouldBe(plain.Length);

        const string files = "find /etc /opt -type f";
        Lines(await OnMasterAsync(labs.Other, files)).ShouldBe(Lines(await OnMasterAsync(labs.One, files)), ignoreOrder: true);
        foreach (var (program, unit) in new[] { ("kubelet", "kubelet.service"), ("kube-scheduler", "pod-kube-scheduler.service") })
        {
            var standIn = Lines(await OnMasterAsync(labs.One, $"tr '\\0' '\\n' < /proc/$(systemctl show --value -p MainPID {unit})/cmdline")).SkipWhile(word => word != program).Skip(1);
            Lines(await OnMasterAsync(labs.Other, $"cat {TwoLabs.RecordOf(program)}")).Select(Anonymous).ShouldBe(standIn.Select(Anonymous), program);
        }
    }

    [LabFact]
    public async Task Lab_that_is_ended_in_the_middle_of_its_bootstrap_leaves_nothing_and_others_alone()
    {
        await using var third = LabProcess.Start("third", masters: 1, workers: 0);
        await third.UntilBootingAsync();
        (await LabProcess.LabAsync("down", "third")).ShouldBe("Lab 'third' is down.");
        Footprint.Of(third.Mark).ShouldBeEmpty();
        await IsWholeAsync(labs.One);
        await IsWholeAsync(labs.Other);
    }

    [LabFact]
    public async Task What_is_left_of_a_lab_and_of_a_test_that_were_killed_is_cleared_away_by_the_next_command()
    {
        await using var lab = LabProcess.Start("killed", masters: 1, workers: 0);
        await using var test = LabProcess.StartTest("a test", $"{typeof(BootstrapTests).FullName}.{nameof(BootstrapTests.Bootstrap_goes_on_after_kills_and_the_power_cut_of_a_master)}");
        LabProcess[] victims = [lab, test];
        await Task.WhenAll(victims.Select(victim => victim.UntilBootingAsync()));
        await Task.WhenAll(victims.Select(victim => victim.KillAsync()));
        victims.ShouldAllBe(victim => Kinds(victim).SequenceEqual(new[] { "folder", "group", "mount", "namespace", "process" }));

        (await LabProcess.LabAsync("list")).Split('\n').Select(line => line.Split(':')[0]).ShouldBe([labs.One.Name, labs.Other.Name], ignoreOrder: true);
        victims.SelectMany(victim => Footprint.Of(victim.Mark)).ShouldBeEmpty();
        await IsWholeAsync(labs.One);
        await IsWholeAsync(labs.Other);
    }

    private static IEnumerable<string> Kinds(LabProcess lab) => Footprint.Of(lab.Mark).Select(trace => trace.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal);

    private static async Task IsWholeAsync(LabProcess lab) => (await lab.ReadyNodesAsync()).ShouldBe([$"{lab.Name}-master-1", $"{lab.Name}-worker-1"], ignoreOrder: true);

    private static Task<string> OnMasterAsync(LabProcess lab, string script) => LabProcess.LabAsync("ssh", $"{lab.Name}-master-1", "sh", "-c", script);

    private static IEnumerable<string> AddressesIn(string text) => Address().Matches(text).Select(match => match.Value);

    /// <summary>A text without what is each lab's own: the cluster's name, and addresses, which go to whoever asks first.</summary>
    private static string Anonymous(string text) => Address().Replace(text, "ADDRESS").Replace("other-", "one-", StringComparison.Ordinal);

    [GeneratedRegex(@"10\.88\.\d+\.\d+")]
    private static partial Regex Address();

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
