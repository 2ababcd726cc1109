using Masterplan.Activities.Kubernetes;

namespace Masterplan.Activities.Tests.Kubernetes;

public sealed class YamlObjectsTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: -1.5", """{"a":-1.5}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: \"true\"", """{"a":"true"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: yes", """{"a":"yes"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: ''", """{"a":""}""")]
    [InlineData("a: 1.36.5", """{"a":"1.36.5"}""")]
    [InlineData("a: 12:30", """{"a":"12:30"}""")]
    [InlineData("a: NaN", """{"a":"NaN"}""")]
    [InlineData("a: Infinity", """{"a":"Infinity"}""")]
    [InlineData("a: [1, x]", """{"a":[1,"x"]}""")]
    [InlineData("a: {}", """{"a":{}}""")]
    [InlineData("a: |\n  1\n", "{\"a\":\"1\\n\"}")]
    public void A_plain_scalar_has_the_type_of_the_core_schema_and_a_quoted_one_is_text(string yaml, string json) =>
        YamlObjects.Parse(yaml).Single().ToJsonString().ShouldBe(json);

    [Fact]
    public void Every_document_is_an_object_and_empty_ones_are_left_out() =>
        YamlObjects.Parse("a: 1\n---\n---\nb: 2\n").Select(item => item.ToJsonString()).ShouldBe(["""{"a":1}""", """{"b":2}"""]);
}
