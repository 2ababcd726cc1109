using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Tests.Nodes.Files;

public sealed class ManifestTests
{
    [Theory]
    [InlineData("demo-master-1")]
    [InlineData("demo-worker-1")]
    public void Every_static_pod_is_a_pod_that_mounts_each_file_its_command_names(string node)
    {
        foreach (var pod in NodeConfigurationRenderer.Render(TestPlans.Context(TestPlans.Plan(), node)).StaticPods)
        {
            var manifest = KubernetesJson.Deserialize<V1Pod>(YamlObjects.Parse(Encoding.UTF8.GetString(pod.Manifest.Content.Span)).Single().ToJsonString());
            manifest.Name().ShouldBe(pod.Name);
            manifest.Annotations()[StaticPod.InputsKey].ShouldBe(pod.InputsAnnotation);
            var container = manifest.Spec.Containers.Single();
            container.Image.ShouldBe(pod.Image);
            var mounts = container.VolumeMounts.Select(mount => mount.MountPath).ToList();
            foreach (var path in container.Command.SelectMany(argument => argument.Split('=', ',')).Where(IsNodePath))
                mounts.ShouldContain(mount => path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal), $"{pod.Name}: {path}");
            manifest.Spec.Volumes.Select(volume => volume.Name).ShouldBe(container.VolumeMounts.Select(mount => mount.Name));
        }
    }

    [Theory]
    [InlineData("demo-master-1")]
    [InlineData("demo-worker-1")]
    public void Every_yaml_and_json_file_can_be_parsed(string node)
    {
        foreach (var file in NodeConfigurationRenderer.Render(TestPlans.Context(TestPlans.Plan(), node)).Files)
        {
            var text = Encoding.UTF8.GetString(file.Content.Span);
            if (file.Path.EndsWith(".yaml", StringComparison.Ordinal) || (file.Path.EndsWith(".conf", StringComparison.Ordinal) && file.Path.StartsWith(NodePaths.Kubernetes, StringComparison.Ordinal)))
                YamlObjects.Parse(text).Single()["kind"].ShouldNotBeNull(file.Path);
            else if (file.Path.EndsWith(".conflist", StringComparison.Ordinal))
                JsonNode.Parse(text).ShouldNotBeNull(file.Path);
        }
    }

    /// <summary>A path of the node, not of the image's own programs.</summary>
    private static bool IsNodePath(string text) => text.StartsWith("/etc/", StringComparison.Ordinal) || text.StartsWith("/var/", StringComparison.Ordinal);
}
