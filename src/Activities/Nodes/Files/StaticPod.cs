namespace Masterplan.Activities.Nodes.Files;

/// <summary>A pod that the kubelet runs from a file. Its manifest carries a hash of itself and of everything it reads.</summary>
/// <param name="Name">As in "kube-apiserver".</param>
/// <param name="Image">The image that must be there before the manifest changes.</param>
/// <param name="Manifest">The file in the kubelet's static pod folder.</param>
/// <param name="Ports">The TCP ports that the pod's processes hold.</param>
/// <param name="InputsAnnotation">The hash, by which a running pod is told from its predecessor.</param>
public sealed record StaticPod(string Name, string Image, NodeFile Manifest, IReadOnlyList<int> Ports, string InputsAnnotation)
{
    public const string InputsKey = "masterplan/inputs";
}
