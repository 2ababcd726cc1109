using System.CommandLine;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Host.Composition;
using Masterplan.Host.Remote;

namespace Masterplan.Host.Commands;

/// <summary><c>kubeconfig NAME [--path]</c>: the administrators' kubeconfig, or the path of a file that holds it.</summary>
internal static class KubeconfigCommand
{
    private static readonly Option<bool> Path = new("--path") { Description = "Write it to a file that only you can read, and print the file's path." };

    public static Command Create()
    {
        var command = new Command("kubeconfig", "Print a cluster's kubeconfig for administrators.") { CommonOptions.Cluster, Path, CommonOptions.Server };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
            using var server = RemoteHost.Choose(parsed, usesFolder: true);
            var text = server is null ? await ReadAsync(folder, name, cancellationToken) : await server.TextAsync($"api/clusters/{Uri.EscapeDataString(name)}/kubeconfig", cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(Path) ? Write(folder, name, text) : text.TrimEnd());
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<string> ReadAsync(DataFolder folder, string name, CancellationToken cancellationToken)
    {
        await using var host = await MasterplanHost.CreateAsync(folder, null, null, cancellationToken);
        var text = await host.Services.GetRequiredService<ClusterKubeconfig>().RenderAsync(name, cancellationToken);
        host.Services.GetRequiredService<AuditLog>().Add("Read the kubeconfig", name);
        return text;
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
