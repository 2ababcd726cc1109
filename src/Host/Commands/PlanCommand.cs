using System.CommandLine;
using System.Text.Json;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Host.Clusters;
using Masterplan.Host.Composition;
using Masterplan.Host.Remote;

namespace Masterplan.Host.Commands;

/// <summary><c>plan NAME [--spec FILE]</c>: what a bootstrap would make, and how long it must wait at the least.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var command = new Command("plan", "Show what a bootstrap would make, and the longest chain of waits. Changes nothing.") { CommonOptions.Cluster, BootstrapCommand.Spec, CommonOptions.Server }.WithRehearsal();
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        var spec = BootstrapCommand.ReadSpec(parsed);
        SpecRevision.Next(null, name, spec, workers: 0);
        using var server = RemoteHost.Choose(parsed);
        var preview = server is null ? await ReadAsync(parsed, name, spec, cancellationToken) : await server.PostAsync<BootstrapPreview>($"api/clusters/{Uri.EscapeDataString(name)}/plan", new { spec }, cancellationToken);
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(preview, JsonSerializerOptions.Web));
        else
            Write(preview);
        return ExitCodes.Success;
    }

    private static async Task<BootstrapPreview> ReadAsync(ParseResult parsed, string name, string spec, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var cloud = CloudConnector.Connect(folder, parsed.Rehearsal(), cancellationToken);
        await using var host = await MasterplanHost.CreateAsync(folder, cloud, null, cancellationToken);
        return await host.Services.GetRequiredService<BootstrapPreviews>().ReadAsync(name, spec, cancellationToken);
    }

    private static void Write(BootstrapPreview preview)
    {
        Console.WriteLine($"Cluster '{preview.Cluster}' in {preview.Zone}: {preview.Masters} masters, {preview.Workers} workers, Kubernetes {preview.Version}");
        Console.WriteLine(preview.Create.Count == 0 ? "Every resource is there; a bootstrap compares files and rules, and mends what differs." : $"To create ({preview.Create.Count}):");
        foreach (var resource in preview.Create)
            Console.WriteLine($"  + {resource}");
        if (preview.Chain.Count == 0)
            return;
        Console.WriteLine($"Longest chain of waits, about {TimeSpan.FromSeconds(preview.WaitChainSeconds):m\\:ss} min:");
        foreach (var link in preview.Chain)
            Console.WriteLine($"  {link.Seconds,4:0} s  {link.What}");
    }
}
