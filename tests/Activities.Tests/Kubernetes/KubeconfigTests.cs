using Masterplan.Activities.Kubernetes;

namespace Masterplan.Activities.Tests.Kubernetes;

public sealed class KubeconfigTests
{
    [Fact]
    public void The_administrators_kubeconfig_is_as_in_its_golden_file() =>
        Kubeconfig.Render("demo", "https://198.51.100.10:6443", "the authority\n", "kubernetes-admin", new("the certificate\n", "the key\n")).ShouldBeGolden("kubeconfig.yaml");
}
