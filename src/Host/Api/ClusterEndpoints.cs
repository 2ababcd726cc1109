using Masterplan.Activities.Clusters;
using Masterplan.Activities.Etcd;
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
        api.MapPost("/clusters/{name}/plan", PlanAsync)
            .Demand(AccessRole.Operator).WithMetadata(new AuditedAttribute("Plan a cluster"))
            .WithSummary("What a bootstrap would make, and how long it must wait at the least. Changes nothing.")
            .Produces<BootstrapPreview>().ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapDelete("/clusters/{name}/reboot-lock/{machine}", UnlockAsync)
            .Demand(AccessRole.Operator).WithMetadata(new AuditedAttribute("Take the reboot lock"))
            .WithSummary("Takes the reboot lock from a machine, named by its machine id, that will not give it back.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
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

    private static async Task<IResult> PlanAsync(string name, PlanRequest request, HttpContext context, BootstrapPreviews previews, CancellationToken cancellationToken)
    {
        context.Concerns(name);
        return Results.Ok(await previews.ReadAsync(name, request.Yaml, cancellationToken));
    }

    private static async Task<IResult> UnlockAsync(string name, string machine, HttpContext context, ClusterRegistry registry, RebootLock rebootLock, CancellationToken cancellationToken)
    {
        context.Concerns(name);
        if (await registry.FindAsync(name, cancellationToken) is null)
            return Unknown(name);
        await rebootLock.ReleaseAsync(name, machine, cancellationToken);
        return Results.NoContent();
    }

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
