using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Templates;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Registers the operating system's image as a custom template, unless the zone has it.", DisplayName = "Ensure OS template")]
public sealed class EnsureTemplate : CloudActivity
{
    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var name = scope.Plan.TemplateName;
        var found = (await scope.Cloud.Templates.ListAsync(Visibility.Private, cancellationToken: scope.CancellationToken))
            .Where(template => template.Name == name)
            .OrderByDescending(template => template.CreatedAt)
            .FirstOrDefault();
        if (found is not null)
        {
            await scope.Ledger.RecordAsync(scope.Cluster, ResourceKinds.Template, name, scope.Run, found.Id.ToString(), cancellationToken: scope.CancellationToken);
            return CloudStep.Settled;
        }

        var md5 = await scope.Context.GetRequiredService<ArtifactPins>().ImageMd5Async(scope.Plan, scope.CancellationToken);
        await scope.Ledger.PlanAsync(scope.Cluster, ResourceKinds.Template, name, scope.Run, scope.Step, scope.CancellationToken);
        var template = new NewTemplate(name, scope.Plan.ImageUrl, md5) { DefaultUser = "core", Version = scope.Plan.Spec.OperatingSystem.Version, Description = "Registered by Masterplan" };
        return await CloudStep.ChangeAsync(scope, $"Registering template '{name}'", () => scope.Cloud.Templates.RegisterAsync(template, scope.CancellationToken));
    }
}
