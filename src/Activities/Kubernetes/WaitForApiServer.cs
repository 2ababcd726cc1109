using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Kubernetes;

[Activity("Masterplan", "Kubernetes", "Waits until the API server of one master, or of every master, is ready.", DisplayName = "Wait for API server")]
public sealed class WaitForApiServer : ClusterActivity
{
    [Input(DisplayName = "Node", Description = "The master; empty waits for all of them.")]
    public Input<string> Node { get; set; } = new("");

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var name = scope.Context.Get(Node) ?? "";
        var masters = name.Length > 0 ? [name] : scope.Plan.Masters.Select(master => master.Name).ToList();
        var missing = new List<string>();
        foreach (var master in masters)
        {
            var api = await scope.ApiServerAsync(master);
            if (!await api.IsReadyAsync(scope.CancellationToken))
                missing.Add(master);
        }

        return missing.Count == 0
            ? Progress.Done
            : Progress.NotYet($"API server not ready on {string.Join(", ", missing)}");
    }
}
