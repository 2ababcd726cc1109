using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>What a kubelet was started with, checked as it checks it.</summary>
public sealed class KubeletOptions
{
    private static readonly HashSet<string> Known = [.. """
        kind apiVersion enableServer staticPodPath podLogsDir syncFrequency fileCheckFrequency httpCheckFrequency staticPodURL staticPodURLHeader address port readOnlyPort tlsCertFile tlsPrivateKeyFile tlsCipherSuites tlsCurvePreferences
        tlsMinVersion rotateCertificates serverTLSBootstrap authentication authorization registryPullQPS registryBurst imagePullCredentialsVerificationPolicy preloadedImagesVerificationAllowlist eventRecordQPS eventBurst enableDebuggingHandlers
        enableContentionProfiling healthzPort healthzBindAddress oomScoreAdj clusterDomain clusterDNS streamingConnectionIdleTimeout nodeStatusUpdateFrequency nodeStatusReportFrequency nodeLeaseDurationSeconds imageMinimumGCAge imageMaximumGCAge
        imageGCHighThresholdPercent imageGCLowThresholdPercent volumeStatsAggPeriod kubeletCgroups systemCgroups cgroupRoot cgroupsPerQOS cgroupDriver cpuManagerPolicy singleProcessOOMKill cpuManagerPolicyOptions cpuManagerReconcilePeriod
        memoryManagerPolicy topologyManagerPolicy topologyManagerScope topologyManagerPolicyOptions qosReserved runtimeRequestTimeout hairpinMode maxPods podCIDR podPidsLimit resolvConf runOnce cpuCFSQuota cpuCFSQuotaPeriod nodeStatusMaxImages
        maxOpenFiles contentType kubeAPIQPS kubeAPIBurst serializeImagePulls maxParallelImagePulls evictionHard evictionSoft evictionSoftGracePeriod evictionPressureTransitionPeriod evictionMaxPodGracePeriod evictionMinimumReclaim
        mergeDefaultEvictionSettings podsPerCore enableControllerAttachDetach protectKernelDefaults makeIPTablesUtilChains iptablesMasqueradeBit iptablesDropBit featureGates failSwapOn memorySwap containerLogMaxSize containerLogMaxFiles
        containerLogMaxWorkers containerLogMonitorInterval configMapAndSecretChangeDetectionStrategy systemReserved kubeReserved reservedSystemCPUs showHiddenMetricsForVersion systemReservedCgroup kubeReservedCgroup enforceNodeAllocatable
        allowedUnsafeSysctls volumePluginDir providerID kernelMemcgNotification logging enableSystemLogHandler enableSystemLogQuery shutdownGracePeriod shutdownGracePeriodCriticalPods shutdownGracePeriodByPodPriority crashLoopBackOff reservedMemory
        enableProfilingHandler enableDebugFlagsHandler seccompDefault memoryThrottlingFactor registerWithTaints registerNode tracing localStorageCapacityIsolation containerRuntimeEndpoint imageServiceEndpoint failCgroupV1 userNamespaces
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)];

    private readonly ProgramFlags flags;
    private readonly JsonObject config;

    public KubeletOptions(ProgramStart start)
    {
        flags = ProgramFlags.Parse(start);
        var path = flags["config"];
        config = path is null ? [] : Yaml.Parse(start.Files.NeedText(path)) as JsonObject ?? [];
        if (path is not null && (config.Text("kind") != "KubeletConfiguration" || config.Text("apiVersion") != "kubelet.config.k8s.io/v1beta1"))
            throw new RefusalException($"\"command failed\" err=\"failed to load kubelet config file, path: {path}, error: no kind \\\"{config.Text("kind")}\\\" is registered for version \\\"{config.Text("apiVersion")}\\\"\"");
        if (config.Select(m => m.Key).FirstOrDefault(k => !Known.Contains(k)) is { } unknown)
            throw new RefusalException($"\"command failed\" err=\"failed to load kubelet config file, path: {path}, error: strict decoding error: unknown field \\\"{unknown}\\\"\"");
        if (config.Text("authentication", "x509", "clientCAFile") is { } ca)
            Trust.Pool(start.Files.Need(ca), ca);
        if (config.Text("tlsCertFile") is { } certificate)
            Trust.Pair(start.Files, certificate, config.Text("tlsPrivateKeyFile") ?? throw new RefusalException("tlsPrivateKeyFile: Required value")).Dispose();
        if (flags.Items("node-labels").FirstOrDefault(l => l.StartsWith("node-role.kubernetes.io/", StringComparison.Ordinal)) is { } label)
            throw new RefusalException($"\"command failed\" err=\"unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels: [{label.Split('=')[0]}]\\n--node-labels in the 'kubernetes.io' namespace must begin with an allowed prefix (kubelet.kubernetes.io, node.kubernetes.io) or be in the specifically allowed set\"");
        Kubeconfig = flags["kubeconfig"] is { } kubeconfig ? new Kubeconfig(start.Files, kubeconfig) : null;
        NodeName = flags["hostname-override"] ?? start.HostName;
        NodeAddress = flags["node-ip"] ?? start.HostAddress;
    }

    public Kubeconfig? Kubeconfig { get; }

    public string NodeName { get; }

    public string NodeAddress { get; }

    /// <summary>The files of the certificate that it serves with.</summary>
    public (string Certificate, string Key)? ServingCertificate => config.Text("tlsCertFile") is { } certificate ? (certificate, config.Text("tlsPrivateKeyFile")!) : null;

    public string? StaticPodFolder => flags["pod-manifest-path"] ?? config.Text("staticPodPath");

    public IEnumerable<KeyValuePair<string, string>> Labels => flags.Items("node-labels").Select(l => l.Split('=', 2)).Select(l => new KeyValuePair<string, string>(l[0], l.ElementAtOrDefault(1) ?? string.Empty));

    public int MaxPods => (int)(config.Number("maxPods") ?? 110);

    public int Port => (int)(config.Number("port") ?? 10250);

    /// <summary>Taints to register with, from the configuration, or from the flag as key=value:effect.</summary>
    public IEnumerable<JsonObject> Taints => flags["register-with-taints"] is null
        ? config.Items("registerWithTaints").Select(t => t.Clone())
        : flags.Items("register-with-taints").Select(t => new JsonObject { ["key"] = t.Split('=', ':')[0], ["effect"] = t.Split(':')[^1] });
}
