using Masterplan.Activities.Clusters;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Activities.Pki;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Api;

/// <summary>Tells of clusters.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this IEndpointRouteBuilder api)
    {
        api.MapGet("/clusters", ListAsync)
            .WithSummary("All clusters, each with the run under way.")
            .Produces<IReadOnlyList<ClusterLine>>();
        api.MapGet("/clusters/{name}", FindAsync)
            .WithSummary("A cluster: nodes, etcd members, security groups, certificates, the disruption lock and the run under way. What was seen of it may be some seconds old.")
            .Produces<ClusterStatus>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/clusters/{name}/certificates", CertificatesAsync)
            .WithSummary("The certificates of a cluster, the first to end first.")
            .Produces<IReadOnlyList<CertificateLine>>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/clusters/{name}/backups", BackupsAsync)
            .WithSummary("The backups of a cluster, newest first.")
            .Produces<IReadOnlyList<EtcdBackup>>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/clusters/{name}/kubeconfig", KubeconfigAsync)
            .Demand(AccessRole.Admin).WithMetadata(new AuditedAttribute("Read the kubeconfig"))
            .WithSummary("The kubeconfig of a cluster's administrators. Each reading is recorded.")
            .Produces<string>(StatusCodes.Status200OK, "application/yaml").ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(ClusterRegistry registry, IWorkflowInstances instances, CancellationToken cancellationToken)
    {
        var underWay = await RunLine.ListAsync(instances, new() { Status = Runtime.Authoring.WorkflowStatus.Running, DefinitionIds = ClusterWorkflows.DefinitionIds, Take = int.MaxValue }, cancellationToken);
        var runs = underWay.Items.ToLookup(run => run.Cluster ?? "", StringComparer.Ordinal);
        return Results.Ok((await registry.ListAsync(cancellationToken)).Select(cluster => new ClusterLine(cluster.Name, cluster.Version, cluster.CreatedAt, runs[cluster.Name].FirstOrDefault())));
    }

    private static async Task<IResult> FindAsync(string name, ClusterWatch watch, CancellationToken cancellationToken) =>
        await watch.FindAsync(name, cancellationToken) is { } status ? Results.Ok(status) : Unknown(name);

    private static async Task<IResult> CertificatesAsync(string name, ClusterRegistry registry, CertificateInventory certificates, CancellationToken cancellationToken) =>
        await registry.FindAsync(name, cancellationToken) is null ? Unknown(name) : Results.Ok(certificates.List(await registry.PlanAsync(name, cancellationToken)).Select(CertificateLine.Of));

    private static async Task<IResult> BackupsAsync(string name, ClusterRegistry registry, EtcdBackups backups, CancellationToken cancellationToken) =>
        await registry.FindAsync(name, cancellationToken) is null ? Unknown(name) : Results.Ok(await backups.ListAsync(name, cancellationToken));

    private static async Task<IResult> KubeconfigAsync(string name, HttpContext context, ClusterRegistry registry, ClusterKubeconfig kubeconfig, CancellationToken cancellationToken)
    {
        context.Concerns(name);
        context.Response.Headers.CacheControl = "no-store";
        if (await registry.FindAsync(name, cancellationToken) is null)
            return Unknown(name);
        try
        {
            return Results.Text(await kubeconfig.RenderAsync(name, cancellationToken), "application/yaml");
        }
        catch (ConfigurationException exception)
        {
            return Problems.Of(StatusCodes.Status409Conflict, exception.Message);
        }
    }

    private static IResult Unknown(string name) => Problems.Of(StatusCodes.Status404NotFound, $"No cluster is called '{name}'. GET /api/clusters lists those that are.");
}
