namespace Masterplan.Activities.Clusters.Planning;

/// <summary>The two security groups and their rules. Everything that is not listed here stays shut.</summary>
internal static class SecurityGroups
{
    public static IReadOnlyList<PlannedGroup> Plan(ClusterPlan plan)
    {
        var master = ClusterPlan.GroupName(plan.Name, NodeRole.Master);
        var worker = ClusterPlan.GroupName(plan.Name, NodeRole.Worker);
        return
        [
            new(master, NodeRole.Master, [.. Ssh(plan), .. ApiServer(plan, worker), .. MasterOnly(master), .. Kubelet(master, worker), .. NodeToNode(plan, master, worker),
                new("infra-etcd for flanneld of workers", "tcp", 2379, 2379, SourceGroup: worker)]),
            new(worker, NodeRole.Worker, [.. Ssh(plan), .. Kubelet(master, worker), .. NodeToNode(plan, master, worker), .. Ingress(plan)]),
        ];
    }

    private static IEnumerable<PlannedRule> Ssh(ClusterPlan plan) =>
        plan.Spec.Access.OperatorCidrs.Select(cidr => new PlannedRule($"SSH from {cidr}", "tcp", 22, 22, Network: cidr));

    private static IEnumerable<PlannedRule> ApiServer(ClusterPlan plan, string worker)
    {
        var port = plan.Spec.Kubernetes.ApiPort;
        return plan.Spec.Access.ApiCidrs
            .Select(cidr => new PlannedRule($"Kubernetes API from {cidr}", "tcp", port, port, Network: cidr))
            .Append(new("Kubernetes API from workers", "tcp", port, port, SourceGroup: worker));
    }

    private static IEnumerable<PlannedRule> MasterOnly(string master) =>
    [
        new("infra-etcd clients and peers", "tcp", 2379, 2380, SourceGroup: master),
        new("kubernetes-etcd clients and peers", "tcp", 12379, 12380, SourceGroup: master),
    ];

    private static IEnumerable<PlannedRule> Kubelet(string master, string worker) =>
    [
        new("kubelet for API servers", "tcp", 10250, 10250, SourceGroup: master),
        new("kubelet for metrics-server", "tcp", 10250, 10250, SourceGroup: worker),
    ];

    private static IEnumerable<PlannedRule> NodeToNode(ClusterPlan plan, string master, string worker) =>
    [
        new("flannel vxlan from masters", "udp", plan.Spec.Network.VxlanPort, plan.Spec.Network.VxlanPort, SourceGroup: master),
        new("flannel vxlan from workers", "udp", plan.Spec.Network.VxlanPort, plan.Spec.Network.VxlanPort, SourceGroup: worker),
    ];

    private static IEnumerable<PlannedRule> Ingress(ClusterPlan plan) =>
        plan.Spec.Access.IngressCidrs.SelectMany(cidr => new PlannedRule[]
        {
            new($"HTTP from {cidr}", "tcp", 80, 80, Network: cidr),
            new($"HTTPS from {cidr}", "tcp", 443, 443, Network: cidr),
        });
}
