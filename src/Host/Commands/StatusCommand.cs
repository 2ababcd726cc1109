using System.CommandLine;
using System.Text.Json;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Api;
using Masterplan.Host.Clusters;
using Masterplan.Host.Remote;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary><c>status [NAME]</c>: the clusters, or one cluster's nodes, certificates and runs.</summary>
internal static class StatusCommand
{
    private static readonly Argument<string?> Name = new("name") { Description = "The cluster; without it, all are listed.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("status", "Show the clusters, or one cluster's nodes, certificates and runs.") { Name, CommonOptions.Server };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var server = RemoteHost.Choose(parsed);
        await using var host = server is not null ? null : await parsed.OpenFolderAsync(cancellationToken);
        var json = parsed.GetValue(CommonOptions.Json);
        if (parsed.GetValue(Name) is { } name)
        {
            var status = server is not null
                ? await server.GetAsync<ClusterStatus>($"api/clusters/{Uri.EscapeDataString(name)}", cancellationToken)
                : await host!.Services.GetRequiredService<ClusterStatusReader>().ReadAsync(name, cancellationToken);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(status, JsonSerializerOptions.Web));
            else
                ClusterStatusText.Write(status);
            return ExitCodes.Success;
        }

        var clusters = server is not null
            ? await server.GetAsync<IReadOnlyList<ClusterLine>>("api/clusters", cancellationToken)
            : [.. (await host!.Services.GetRequiredService<ClusterRegistry>().ListAsync(cancellationToken)).Select(cluster => new ClusterLine(cluster.Name, cluster.Version, cluster.CreatedAt, null))];
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(clusters.Select(cluster => new { cluster.Name, cluster.Version, cluster.CreatedAt }), JsonSerializerOptions.Web));
        else if (clusters.Count == 0)
            Console.WriteLine("No clusters yet. `masterplan bootstrap NAME` builds one.");
        else
            AnsiConsole.Write(List(clusters));
        return ExitCodes.Success;
    }

    private static Table List(IReadOnlyList<ClusterLine> clusters)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("CLUSTER", "VERSION", "SINCE");
        foreach (var cluster in clusters)
            table.AddRow(Markup.Escape(cluster.Name), cluster.Version, $"{cluster.CreatedAt:yyyy-MM-dd HH:mm}");
        return table;
    }
}
