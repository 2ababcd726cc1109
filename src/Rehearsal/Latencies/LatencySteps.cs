namespace Masterplan.Rehearsal.Latencies;

/// <summary>The names of the waits that the rehearsal imposes.</summary>
public static class LatencySteps
{
    public const string Operation = "operation";
    public const string Boot = "boot";
    public const string ImagePull = "image-pull";
    public const string EtcdStart = "etcd-start";
    public const string EtcdElection = "etcd-election";
    public const string ApiServerStart = "apiserver-start";
    public const string NodeReady = "node-ready";
    public const string PodStart = "pod-start";
    public const string Stop = "stop";
}
