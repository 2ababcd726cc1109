using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Progress;

/// <summary>How a run ended, or where it stands.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Definition">What it ran.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Status">succeeded, suspended, failed or cancelled.</param>
/// <param name="Changes">Mutating API calls, files written and restarts.</param>
/// <param name="Seconds">How long the command took.</param>
/// <param name="WaitChainSeconds">The longest chain of waits that the rehearsal imposed; 0 elsewhere.</param>
/// <param name="Incidents">The open incidents.</param>
internal sealed record RunSummary(
    string Run, string Definition, string Cluster, string Status, int Changes, double Seconds, double WaitChainSeconds, IReadOnlyList<Incident> Incidents)
{
    /// <summary>Whether its webhook was told; unset if it has none.</summary>
    public WebhookState? Webhook { get; init; }

    /// <summary>The server that executed it; null for this process.</summary>
    public Uri? Server { get; init; }

    public int ExitCode => Status switch
    {
        "succeeded" => ExitCodes.Success,
        "suspended" => ExitCodes.Suspended,
        "cancelled" => ExitCodes.Cancelled,
        _ => ExitCodes.Failed,
    };

    /// <summary>What became of its webhook, in one line; empty if it has none.</summary>
    public string Told => Webhook switch
    {
        null => "",
        WebhookState.Told => "The webhook was told.",
        _ => "The webhook has not answered yet. It is told as soon as it does, by `./masterplan serve` or by the next command that works on runs of this data folder.",
    };

    private string There => Server is null ? "" : $" --server {Server}";

    private string Kubectl => $"kubectl --kubeconfig \"$(./masterplan kubeconfig {Cluster} --path{There})\" get nodes";

    /// <summary>What a person does next, in one line.</summary>
    public string Next => Status switch
    {
        "succeeded" when Definition == "cluster-teardown" => $"Cluster '{Cluster}' is gone; neither the ledger nor the cloud lists anything of it.",
        "succeeded" when Definition == RunWebhooks.DefinitionId => "The webhook was told.",
        "succeeded" when Definition == "os-maintenance" && Changes == 0 => $"No node was rebooted: none waits for it, or what is left waits for its window (`runs show {Run}{There}` tells).",
        "succeeded" when Definition == "cluster-backup" => $"The backup is taken; `./masterplan backup {Cluster} --list{There}` lists all, `./masterplan restore {Cluster}{There}` puts one back.",
        "succeeded" when Changes == 0 => $"Nothing had to change. Next: {Kubectl}",
        "succeeded" => $"Next: {Kubectl}",
        "suspended" when Incidents.Count == 0 => $"The run is paused. Go on with: ./masterplan runs resume {Run}{There}",
        "suspended" => $"Mend the cause, then: ./masterplan runs retry {Run}{There}   (or skip, or cancel; `runs show {Run}{There}` tells more)",
        "cancelled" => "The run was cancelled; what it held was given back. The same command starts a new one.",
        _ => $"See what happened with: ./masterplan runs show {Run}{There}",
    };
}
