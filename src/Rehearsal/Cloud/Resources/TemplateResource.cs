using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Templates. A private one is listed from its registration on; instances made before its import has ended wait for that.</summary>
internal sealed partial class TemplateResource(CloudState state, OperationQueue queue, QuotaLimits quota, TimeProvider clock, Latencies.Pace pace) : IResource
{
    internal const string Kind = "template";
    internal const string Private = "private";

    public IEnumerable<Route> Routes =>
    [
        new("GET template", List),
        new("GET template/*", call => Shape(Find(call.Id) ?? throw Refusal.NotFound("Template"))),
        new("POST template", Register),
        new("DELETE template/*", Delete),
    ];

    public IEnumerable<Effect> Effects =>
    [
        new("register-template") { Apply = CheckImage, Undo = o => state.Templates.Remove(o.Target) },
        new("delete-template") { Apply = o => state.Templates.Remove(o.Target) },
    ];

    internal TemplateRecord? Find(Guid id) => state.Templates.Find(id) ?? PublicTemplates.All.FirstOrDefault(t => t.Id == id);

    private static JsonObject Shape(TemplateRecord template) => Json.Of(
        ("id", template.Id),
        ("name", template.Name),
        ("description", template.Description),
        ("family", template.Family),
        ("version", template.Version),
        ("build", template.Build),
        ("maintainer", template.Maintainer),
        ("default-user", template.DefaultUser),
        ("checksum", template.Checksum),
        ("boot-mode", template.BootMode),
        ("size", template.Size),
        ("ssh-key-enabled", template.SshKeyEnabled),
        ("password-enabled", template.PasswordEnabled),
        ("application-consistent-snapshot-enabled", false),
        ("url", template.Url),
        ("visibility", template.Visibility),
        ("created-at", $"{template.CreatedAt.UtcDateTime:s}Z"));

    private JsonObject List(Call call)
    {
        var all = call.Query["visibility"] == Private ? state.Templates.All : PublicTemplates.All;
        var family = call.Query["family"].ToString();
        return Json.Of(("templates", Json.List(all.Where(t => family.Length == 0 || t.Family == family).Select(Shape))));
    }

    private JsonObject Register(Call call)
    {
        var body = call.Body;
        var name = body.RequiredText("name");
        var url = body.RequiredText("url", 2048);
        var checksum = body.RequiredText("checksum");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw Refusal.Bad("'url' is not an http(s) address");
        if (!Md5Pattern().IsMatch(checksum))
            throw Refusal.Bad("'checksum' is not an MD5 in hexadecimal");
        quota.Demand(QuotaLimits.Templates);
        var now = clock.GetUtcNow();
        var template = new TemplateRecord(Guid.NewGuid(), name, Private, now)
        {
            Url = url,
            Checksum = checksum,
            SshKeyEnabled = body.Flag("ssh-key-enabled") ?? throw Refusal.Bad("'ssh-key-enabled' is required"),
            PasswordEnabled = body.Flag("password-enabled") ?? throw Refusal.Bad("'password-enabled' is required"),
            Description = body.Text("description"),
            DefaultUser = body.Text("default-user"),
            Version = body.Text("version"),
            Build = body.Text("build"),
            Maintainer = body.Text("maintainer"),
            BootMode = body.OneOf("boot-mode", "legacy", "uefi") ?? "legacy",
            ReadyAt = now + pace.ToReal(Durations.Template),
        };
        state.Templates.Put(template.Id, template);
        return queue.Start("register-template", template.Id, name, Durations.Template, Kind);
    }

    private JsonObject Delete(Call call)
    {
        var template = state.Templates.Find(call.Id) ?? throw Refusal.NotFound("Template");
        return queue.Start("delete-template", template.Id, template.Name, Durations.Group, Kind);
    }

    private void CheckImage(OperationRecord operation)
    {
        var url = state.Templates.Find(operation.Target)?.Url ?? throw Refusal.NotFound("Template");
        if (CompressedPattern().IsMatch(url))
            throw Refusal.Bad("Registered Custom Template has failed: Invalid QCOW image: Wrong input parameters: the image is compressed");
    }

    [GeneratedRegex("^[0-9a-fA-F]{32}$")]
    private static partial Regex Md5Pattern();

    [GeneratedRegex(@"\.(bz2|gz|xz|zst)$")]
    private static partial Regex CompressedPattern();
}
