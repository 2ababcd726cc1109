using System.Net.Http.Json;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Host.Composition;

/// <summary>Where in the rehearsal's record of imposed waits a run began.</summary>
internal static class RunMarks
{
    public static async Task WriteAsync(DataFolder folder, CloudEndpoint cloud, string run, CancellationToken cancellationToken)
    {
        if (!cloud.IsRehearsal)
            return;
        using var http = Client(cloud);
        var status = await http.GetFromJsonAsync<RehearsalStatus>("rehearsal/status", cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(folder, run))!);
        await File.WriteAllTextAsync(PathOf(folder, run), status!.Latencies.ToString(), cancellationToken);
    }

    /// <summary>The waits imposed since the run began; none outside rehearsals, or when the rehearsal has gone.</summary>
    public static async Task<IReadOnlyList<LatencyLog.Entry>> WaitsAsync(DataFolder folder, CloudEndpoint cloud, string run, CancellationToken cancellationToken)
    {
        if (!cloud.IsRehearsal || !File.Exists(PathOf(folder, run)))
            return [];
        using var http = Client(cloud);
        var since = await File.ReadAllTextAsync(PathOf(folder, run), cancellationToken);
        try
        {
            return (await http.GetFromJsonAsync<LatencyPage>($"rehearsal/latencies?since={since}", cancellationToken))!.Entries;
        }
        catch (HttpRequestException)
        {
            // The rehearsal has gone; the run's end is worth telling without its waits.
            return [];
        }
    }

    private static HttpClient Client(CloudEndpoint cloud) => new() { BaseAddress = new Uri(cloud.Address!, "/") };

    private static string PathOf(DataFolder folder, string run) => Path.Combine(folder.Root, "rehearsal", "marks", run);
}
