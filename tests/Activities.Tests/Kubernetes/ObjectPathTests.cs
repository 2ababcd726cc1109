using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Kubernetes;

namespace Masterplan.Activities.Tests.Kubernetes;

public sealed class ObjectPathTests
{
    [Theory]
    [InlineData("v1", "Namespace", null, "/api/v1/namespaces/x")]
    [InlineData("v1", "ConfigMap", "kube-system", "/api/v1/namespaces/kube-system/configmaps/x")]
    [InlineData("apps/v1", "Deployment", "web", "/apis/apps/v1/namespaces/web/deployments/x")]
    [InlineData("policy/v1", "PodDisruptionBudget", "web", "/apis/policy/v1/namespaces/web/poddisruptionbudgets/x")]
    [InlineData("rbac.authorization.k8s.io/v1", "ClusterRole", null, "/apis/rbac.authorization.k8s.io/v1/clusterroles/x")]
    [InlineData("networking.k8s.io/v1", "IngressClass", null, "/apis/networking.k8s.io/v1/ingressclasses/x")]
    [InlineData("apiregistration.k8s.io/v1", "APIService", null, "/apis/apiregistration.k8s.io/v1/apiservices/x")]
    public void An_object_lives_where_its_kind_and_namespace_say(string version, string kind, string? space, string path) =>
        ObjectPath.Of(Manifest(version, kind, space)).ShouldBe(path);

    [Fact]
    public void A_kind_that_no_add_on_uses_is_refused() =>
        Should.Throw<ConfigurationException>(() => ObjectPath.Of(Manifest("v1", "Pod", "web"))).Message.ShouldBe("The manifest 'x': kind: 'Pod' is not one of the kinds that add-ons use.");

    private static JsonObject Manifest(string version, string kind, string? space) =>
        new() { ["apiVersion"] = version, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = space } };
}
