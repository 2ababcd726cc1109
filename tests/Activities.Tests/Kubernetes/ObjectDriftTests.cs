using System.Text.Json.Nodes;
using Masterplan.Activities.Kubernetes;

namespace Masterplan.Activities.Tests.Kubernetes;

public sealed class ObjectDriftTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", false)]
    [InlineData("""{"a":{"b":"x"}}""", """{"a":{"b":"y"}}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2]}""", true)]
    [InlineData("""{"a":[1,2]}""", """{"a":[1,2,3]}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":1,"added":true}]}""", true)]
    [InlineData("""{"a":{}}""", """{}""", true)]
    [InlineData("""{"a":[]}""", """{}""", true)]
    [InlineData("""{"a":""}""", """{}""", true)]
    [InlineData("""{"a":null}""", """{}""", true)]
    [InlineData("""{"a":false}""", """{}""", false)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", true)]
    [InlineData("""{"a":{"b":1}}""", """{"a":1}""", false)]
    public void An_object_is_as_wished_when_it_holds_all_that_is_asked_for(string wished, string live, bool expected) =>
        ObjectDrift.IsAsWished(JsonNode.Parse(wished), JsonNode.Parse(live)).ShouldBe(expected);

    [Fact]
    public void A_missing_object_has_drifted() => ObjectDrift.IsAsWished(JsonNode.Parse("""{"a":1}"""), null).ShouldBeFalse();
}
