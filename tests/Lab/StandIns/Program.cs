using System.Runtime.InteropServices;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.StandIns;
using Masterplan.StandIns.ControlPlane;
using Masterplan.StandIns.Ingress;
using Masterplan.StandIns.Kubelet;
using Masterplan.StandIns.Network;

using var stop = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
var start = Start.Read(args);
try
{
    await (start.Program switch
    {
        "kubelet" => KubeletStandIn.RunAsync(start, stop.Token),
        "flanneld" => FlanneldStandIn.RunAsync(start, stop.Token),
        "kube-apiserver" => ApiServerStandIn.RunAsync(start, stop.Token),
        "kube-controller-manager" => LedStandIn.RunAsync(new Masterplan.Rehearsal.Kubernetes.Components.ControllerManagerOptions(start), start, stop.Token),
        "kube-scheduler" => LedStandIn.RunAsync(new Masterplan.Rehearsal.Kubernetes.Components.SchedulerOptions(start), start, stop.Token),
        "kube-proxy" => KubeProxyStandIn.RunAsync(start, stop.Token),
        "nginx-ingress" => IngressStandIn.RunAsync(start, stop.Token),
        "crictl" => CrictlStandIn.RunAsync(start.Arguments),
        _ => throw new RefusalException($"There is no stand-in for '{start.Program}'."),
    });
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (RefusalException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return refusal.ExitCode;
}
