using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd.Backups;

[Activity("Masterplan", "etcd", "Finds a backup, by its id or the newest, and keeps to it.", DisplayName = "Choose backup")]
public sealed class ChooseBackup : ClusterActivity
{
    [Required]
    [Input(DisplayName = "Backup", Description = "The backup's id, or 'latest'.")]
    public Input<string> Backup { get; set; } = default!;

    [Output(DisplayName = "Chosen", Description = "The id of the backup that was found.")]
    public Output<string> Chosen { get; set; } = default!;

    [Output(DisplayName = "Revision", Description = "The revision at which the restored etcd clusters go on, above any that they had: who follows them then reads all anew.")]
    public Output<string> Revision { get; set; } = default!;

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var backup = await scope.Context.GetRequiredService<EtcdBackups>().FindAsync(scope.Cluster, scope.Context.Get(Backup) ?? "", scope.CancellationToken);
        scope.Context.Set(Chosen, backup.Id);
        // Ten thousand writes a second from 1970 on are more than any cluster has made, and each restore begins higher than the one before.
        scope.Context.Set(Revision, (scope.Clock.GetUtcNow().ToUnixTimeSeconds() * 10_000).ToString(CultureInfo.InvariantCulture));
        scope.Context.JournalData["Backup"] = backup.Id;
        return Progress.Done;
    }
}
