using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Tests.Nodes;

public sealed class NodeChangesTests
{
    private static readonly NodeConfiguration Wished = NodeConfigurationRenderer.Render(TestPlans.Context(TestPlans.Plan(), "demo-master-1"));

    [Fact]
    public void A_node_that_holds_everything_needs_nothing() => NodeChanges.Compare(Wished, Actual()).IsEmpty.ShouldBeTrue();

    [Fact]
    public void An_empty_node_needs_everything()
    {
        var changes = NodeChanges.Compare(Wished, new Dictionary<string, FileFact>());
        (changes.Files.Count, changes.Units.Count, changes.StaticPods.Count).ShouldBe((Wished.Files.Count, Wished.Units.Count, Wished.StaticPods.Count));
    }

    [Fact]
    public void Certificates_and_their_keys_are_told_from_other_files()
    {
        var changes = NodeChanges.Compare(Wished, new Dictionary<string, FileFact>());
        changes.Certificates.Select(file => file.Path).ShouldContain($"{NodePaths.InfraEtcdPki}/peer.key");
        changes.Certificates.ShouldAllBe(file => file.Path.EndsWith(".crt", StringComparison.Ordinal) || file.Path.EndsWith(".key", StringComparison.Ordinal) || file.Path.EndsWith("/sa.pub", StringComparison.Ordinal));
        changes.Files.Except(changes.Certificates).ShouldAllBe(file => !file.Path.EndsWith(".key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sha")]
    [InlineData("0666")]
    [InlineData("core:core")]
    public void Content_mode_and_owner_all_count(string change)
    {
        var actual = Actual();
        var fact = actual[NodePaths.KubeletConfig];
        actual[NodePaths.KubeletConfig] = change switch
        {
            "sha" => fact with { Sha256 = new string('0', 64) },
            "0666" => fact with { Mode = change },
            _ => fact with { Owner = change },
        };
        NodeChanges.Compare(Wished, actual).Files.Select(file => file.Path).ShouldBe([NodePaths.KubeletConfig]);
    }

    [Fact]
    public void A_unit_whose_restart_was_cut_off_owes_it()
    {
        var actual = Actual();
        var containerd = Wished.Units.Single(unit => unit.Name == "containerd.service");
        actual[containerd.RestartDue.Path] = containerd.RestartDue.Fact;
        Wished.Paths.ShouldContain(containerd.RestartDue.Path);
        NodeChanges.Compare(Wished, actual).Units.ShouldBe([containerd]);
    }

    private static Dictionary<string, FileFact> Actual() => Wished.AllFiles.ToDictionary(file => file.Path, file => file.Fact);
}
