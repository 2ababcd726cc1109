using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Nodes.Etcd;
using Masterplan.Rehearsal.Nodes.Pods;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Programs;

/// <summary>Which programs are simulated in depth; any other just runs.</summary>
public static class ProgramTable
{
    public static IProgram Create(string program) => program switch
    {
        "etcd" => new EtcdProgram(),
        "flanneld" or "flannel" => new FlanneldProgram(),
        "containerd" => new ContainerdProgram(),
        "kubelet" => new KubeletProgram(),
        "kube-apiserver" => new ApiServerProgram(),
        "kube-controller-manager" => new ControllerManagerProgram(),
        "kube-scheduler" => new SchedulerProgram(),
        "kube-proxy" => new KubeProxyProgram(),
        "haproxy" => new HaproxyProgram(),
        _ => new GenericProgram(),
    };
}
