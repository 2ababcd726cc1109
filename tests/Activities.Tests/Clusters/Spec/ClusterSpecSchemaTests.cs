using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Kubernetes;
using NJsonSchema;

namespace Masterplan.Activities.Tests.Clusters.Spec;

public sealed class ClusterSpecSchemaTests
{
    [Fact]
    public void The_committed_schema_is_what_the_records_say() =>
        ClusterSpecSchema.Generate().ShouldBeRepositoryFile("src", "Activities", "Clusters", "Spec", "cluster-spec.schema.json");

    [Fact]
    public void The_committed_default_spec_is_what_the_records_say() =>
        ClusterSpecText.Generate().ShouldBeRepositoryFile("docs", "cluster-spec.yaml");

    [Fact]
    public void The_default_spec_reads_as_an_empty_file_does()
    {
        var written = ClusterSpecReader.Read(ClusterSpecText.Generate(), "demo");
        var empty = ClusterSpecReader.Read("", "demo");
        System.Text.Json.JsonSerializer.Serialize(written).ShouldBe(System.Text.Json.JsonSerializer.Serialize(empty));
    }

    [Fact]
    public async Task The_default_spec_holds_by_the_schema() => (await FaultsAsync(ClusterSpecText.Generate())).ShouldBeEmpty();

    [Theory]
    [InlineData("colour: red")]
    [InlineData("masters: {size: 3}")]
    [InlineData("masters: {count: three}")]
    [InlineData("addOns: {coreDns: 1}")]
    [InlineData("access: {apiCidrs: 0.0.0.0/0}")]
    [InlineData("artifacts: {checksums: {x: 1}}")]
    public async Task What_the_reader_refuses_for_its_shape_the_schema_refuses_too(string yaml) => (await FaultsAsync(yaml)).ShouldNotBeEmpty();

    [Fact]
    public void Every_member_has_a_description_and_every_value_a_default()
    {
        var schema = System.Text.Json.Nodes.JsonNode.Parse(ClusterSpecSchema.Generate())!;
        Check(schema["properties"]!.AsObject());

        static void Check(System.Text.Json.Nodes.JsonObject properties)
        {
            foreach (var (name, member) in properties)
            {
                member!["description"]!.GetValue<string>().ShouldEndWith(".", Case.Sensitive, name);
                if (member["properties"] is System.Text.Json.Nodes.JsonObject inner)
                    Check(inner);
                else
                    member.AsObject().ContainsKey("default").ShouldBeTrue(name);
            }
        }
    }

    private static async Task<IReadOnlyCollection<NJsonSchema.Validation.ValidationError>> FaultsAsync(string yaml)
    {
        var schema = await JsonSchema.FromJsonAsync(ClusterSpecSchema.Generate(), TestContext.Current.CancellationToken);
        return [.. schema.Validate(YamlObjects.Parse(yaml).Single().ToJsonString())];
    }
}
