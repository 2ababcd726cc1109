using System.CommandLine;
using System.Text.Json;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Pki;
using Masterplan.Host.Clusters;
using Masterplan.Host.Remote;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary><c>certificates NAME</c>: for how long those of each holder are valid, or renews them.</summary>
internal static class CertificatesCommand
{
    private static readonly Option<bool> Renew = new("--renew") { Description = "Renew those that end within 30 days, masters one at a time." };
    private static readonly Option<bool> All = new("--all") { Description = "With --renew: renew all of them, as after a leak." };

    public static Command Create()
    {
        var command = new Command("certificates", "Show the certificates of a cluster, or renew them.") { CommonOptions.Cluster, Renew, All }.StartingRuns();
        command.Validators.Add(result =>
        {
            if (result.GetValue(All) && !result.GetValue(Renew))
                result.AddError("--all says which certificates --renew renews; name both.");
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(Renew) ? RenewAsync(parsed, cancellationToken) : ShowAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RenewAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        await using var session = await RunSession.OpenAsync(parsed, $"certificates {name} --renew", cancellationToken);
        return await session.RunAsync("certificate-renewal", new() { ["Cluster"] = name, ["All"] = parsed.GetValue(All) }, cancellationToken);
    }

    private static async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        using var server = RemoteHost.Choose(parsed);
        var held = server is null ? await ReadAsync(parsed, name, cancellationToken) : await server.GetAsync<IReadOnlyList<CertificateLine>>($"api/clusters/{Uri.EscapeDataString(name)}/certificates", cancellationToken);
        if (parsed.GetValue(CommonOptions.Json))
            foreach (var one in held)
                Console.WriteLine(JsonSerializer.Serialize(one, JsonSerializerOptions.Web));
        else
            Write(name, held);
        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<CertificateLine>> ReadAsync(ParseResult parsed, string name, CancellationToken cancellationToken)
    {
        await using var host = await parsed.OpenFolderAsync(cancellationToken);
        var plan = await host.Services.GetRequiredService<ClusterRegistry>().PlanAsync(name, cancellationToken);
        return [.. host.Services.GetRequiredService<CertificateInventory>().List(plan).Select(CertificateLine.Of)];
    }

    private static void Write(string cluster, IReadOnlyList<CertificateLine> held)
    {
        if (held.Count == 0)
        {
            Console.WriteLine($"No certificates were issued yet; `masterplan bootstrap {cluster}` issues them.");
            return;
        }

        var table = new Table().Border(TableBorder.None).AddColumns("HOLDER", "HOLDS", "FIRST TO END", "ENDS", "DAYS");
        foreach (var ofHolder in held.GroupBy(one => one.Holder, StringComparer.Ordinal))
            table.AddRow(ofHolder.Key, $"{ofHolder.Count()}", ofHolder.First().Certificate, $"{ofHolder.First().NotAfter:yyyy-MM-dd}", $"{ofHolder.First().Days}");
        AnsiConsole.Write(table);
        Console.WriteLine(CertificateLife.Advise(cluster, held[0].Days));
    }
}
