namespace Masterplan.Rehearsal.Latencies;

/// <summary>The names of the waits that the rehearsal imposes; operations of the cloud are noted under their own commands.</summary>
public static class LatencySteps
{
    public const string Boot = "boot";

    /// <summary>An image of a static pod, or one asked for by hand.</summary>
    public const string ImagePull = "image-pull";

    /// <summary>An image of a pod that came through the API server.</summary>
    public const string AddOnPull = "add-on-pull";
    public const string EtcdStart = "etcd-start";
    public const string EtcdElection = "etcd-election";
    public const string ApiServerStart = "apiserver-start";
    public const string NodeReady = "node-ready";

    /// <summary>A process of the cluster itself.</summary>
    public const string PodStart = "pod-start";

    /// <summary>A process of a pod that came through the API server.</summary>
    public const string AddOnStart = "add-on-start";
    public const string Stop = "stop";
}
