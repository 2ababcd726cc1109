using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Masterplan.Activities.Cloud;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Workflows;

public sealed class AuthoringSurfaceTests
{
    [Fact]
    public void Activities_use_nothing_of_the_runtime_but_the_authoring_surface()
    {
        using var stream = File.OpenRead(typeof(LaunchCoreOsNode).Assembly.Location);
        using var image = new PEReader(stream);
        var reader = image.GetMetadataReader();
        var used = reader.TypeReferences.Select(reader.GetTypeReference)
            .Select(type => reader.GetString(type.Namespace)).Where(name => name.StartsWith("Masterplan.Runtime", StringComparison.Ordinal)).Distinct();
        used.ShouldBe(["Masterplan.Runtime.Authoring"]);
    }

    [Theory]
    [InlineData("CreateSecurityGroup")]
    [InlineData("LaunchCoreOsNode")]
    [InlineData("IssueCertificate")]
    [InlineData("PushManifest")]
    [InlineData("WaitForEtcdQuorum")]
    [InlineData("DrainAndUpgradeNode")]
    [InlineData("EnsureTemplate")]
    [InlineData("RegisterSshKey")]
    [InlineData("CreateAntiAffinityGroup")]
    [InlineData("ReserveElasticIp")]
    [InlineData("WaitForNode")]
    [InlineData("ConfigureNode")]
    [InlineData("WaitForApiServer")]
    [InlineData("WaitForNodesReady")]
    [InlineData("DeleteInstance")]
    [InlineData("PlanCluster")]
    [InlineData("PreflightCloud")]
    public void The_activity_exists_by_exactly_this_name(string name) =>
        typeof(LaunchCoreOsNode).Assembly.GetExportedTypes().Single(type => type.Name == name).IsAssignableTo(typeof(Activity)).ShouldBeTrue();

    [Fact]
    public void Every_activity_and_each_of_its_inputs_is_described_for_the_designer()
    {
        foreach (var type in typeof(LaunchCoreOsNode).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Activity)) && !type.IsAbstract))
        {
            var attribute = type.GetCustomAttributes(typeof(ActivityAttribute), false).Cast<ActivityAttribute>().Single();
            (attribute.Description ?? "").ShouldNotBeEmpty(type.Name);
            (attribute.DisplayName ?? "").ShouldNotBeEmpty(type.Name);
            foreach (var input in type.GetProperties().SelectMany(property => property.GetCustomAttributes(typeof(InputAttribute), true).Cast<InputAttribute>()))
                (input.Description ?? "").ShouldNotBeEmpty(type.Name);
        }
    }
}
