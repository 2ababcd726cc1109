using System.CommandLine;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Pki;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Commands;

/// <summary><c>kubeconfig NAME [--path]</c>: the administrators' kubeconfig, or the path of a file that holds it.</summary>
internal static class KubeconfigCommand
{
    private static readonly Option<bool> Path = new("--path") { Description = "Write it to a file that only you can read, and print the file's path." };

    public static Command Create()
    {
        var command = new Command("kubeconfig", "Print a cluster's kubeconfig for administrators.") { CommonOptions.Cluster, Path };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
            await using var host = await MasterplanHost.CreateAsync(folder, null, null, cancellationToken);
            var text = await RenderAsync(host.Services, name, cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(Path) ? Write(folder, name, text) : text.TrimEnd());
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<string> RenderAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        var plan = await services.GetRequiredService<ClusterRegistry>().PlanAsync(name, cancellationToken);
        var address = await services.GetRequiredService<ResourceLedger>().FindAsync(name, ResourceKinds.ElasticIp, plan.ElasticIpDescription, cancellationToken);
        var secrets = services.GetRequiredService<ClusterSecrets>();
        if (address?.Address is null || !secrets.Certificates(name, CertificateHolders.People).TryGetValue(CertificateProfiles.Admin, out var certificate))
            throw new ConfigurationException($"Cluster '{name}'", "", $"It has no address or certificate for people yet. Run `masterplan bootstrap {name}` to its end.");
        var host = plan.Spec.Kubernetes.EndpointName.Length > 0 ? plan.Spec.Kubernetes.EndpointName : address.Address;
        return Kubeconfig.Render(name, $"https://{host}:{plan.Spec.Kubernetes.ApiPort}", secrets.Authority(name, CertificateAuthorityName.Kubernetes).Certificate, "admin", certificate);
    }

    private static string Write(DataFolder folder, string name, string text)
    {
        Directory.CreateDirectory(folder.Kubeconfigs, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = System.IO.Path.Combine(folder.Kubeconfigs, $"{name}.conf");
        var temporary = $"{path}.{Environment.ProcessId}.new";
        using (var stream = new FileStream(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
