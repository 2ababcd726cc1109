using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary>All verbs.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create()
    {
        var root = new RootCommand("Masterplan builds, grows, upgrades and looks after multi-master Kubernetes clusters on Exoscale, as durable workflows.")
        {
            BootstrapCommand.Create(),
            WorkerAddCommand.Create(),
            WorkerRemoveCommand.Create(),
            UpgradeCommand.Create(),
            MasterReplaceCommand.Create(),
            MaintenanceCommand.Create(),
            CertificatesCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            TeardownCommand.Create(),
            StatusCommand.Create(),
            PlanCommand.Create(),
            KubeconfigCommand.Create(),
            RunsCommand.Create(),
            RehearsalCommand.Create(),
            ServeCommand.Create(),
            UsersCommand.Create(),
            KeysCommand.Create(),
            AuditCommand.Create(),
            MigrateCommand.Create(),
            ExportCommand.Create(),
            ImportCommand.Create(),
        };
        root.Options.Add(CommonOptions.Data);
        root.Options.Add(CommonOptions.Json);
        return root;
    }
}
