namespace Masterplan.Rehearsal.Faults;

/// <summary>The faults that a rehearsal can be started with.</summary>
public static class FaultNames
{
    /// <summary>The API answers 500, 502, 503 or 504, before the effect.</summary>
    public const string Api5xx = "api-5xx";

    /// <summary>The API answers 429, with or without Retry-After.</summary>
    public const string Api429 = "api-429";

    /// <summary>The change is made, and the connection drops before the answer.</summary>
    public const string LostResponse = "lost-response";

    /// <summary>An operation ends in state failure.</summary>
    public const string OperationFailure = "operation-failure";

    /// <summary>Some instances take several times as long to boot.</summary>
    public const string SlowBoot = "slow-boot";

    /// <summary>One instance never answers after its first boot; a new one in its place does.</summary>
    public const string DeadNode = "dead-node";

    /// <summary>Connections to nodes and to the API drop in the middle.</summary>
    public const string ConnectionReset = "connection-reset";

    /// <summary>A port of an etcd member is held by the process before it for a while.</summary>
    public const string EtcdPortBusy = "etcd-port-busy";

    /// <summary>API servers answer slowly, sometimes with 503 or 429.</summary>
    public const string SlowApiServer = "slow-apiserver";

    /// <summary>A PodDisruptionBudget refuses evictions for a while.</summary>
    public const string PdbBlocks = "pdb-blocks";

    /// <summary>The organisation's quota is too small for the plan.</summary>
    public const string Quota = "quota";

    public static IReadOnlyList<string> All { get; } =
    [
        Api5xx, Api429, LostResponse, OperationFailure, SlowBoot, DeadNode, ConnectionReset, EtcdPortBusy, SlowApiServer, PdbBlocks, Quota,
    ];
}
