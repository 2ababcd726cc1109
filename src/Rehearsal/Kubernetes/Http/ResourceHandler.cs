using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>Serves one request for a resource.</summary>
public sealed class ResourceHandler(ApiServer server)
{
    private readonly Subresources subresources = new(server);
    private readonly Watches watches = new(server);

    private ApiCluster Cluster => server.Cluster;

    public async Task Serve(HttpContext context, RequestInfo info, UserInfo user)
    {
        var type = info.Type(Cluster.Types) ?? throw new ApiException(404, "NotFound", "the server could not find the requested resource");
        var scope = type.IsNamespaced ? info.Scope : string.Empty;
        if (type.IsVirtual)
            await RequestHandler.Write(context, 201, Reviews.Answer(server, type, user, (await ReadBody(context).ConfigureAwait(false))!)).ConfigureAwait(false);
        else if (info.Verb == "watch")
            await watches.Serve(context, type, scope, info.Name).ConfigureAwait(false);
        else if (info.Subresource.Length > 0 && info.Subresource != "status" && Subresources.Serves(type, info.Subresource))
            await subresources.Serve(context, type, info).ConfigureAwait(false);
        else if (info.Subresource.Length > 0 && !type.Subresources.Contains(info.Subresource))
            throw new ApiException(404, "NotFound", "the server could not find the requested resource");
        else
            await Store(context, type, scope, info).ConfigureAwait(false);
    }

    public static async Task<JsonObject?> ReadBody(HttpContext context) => await ReadNode(context).ConfigureAwait(false) as JsonObject;

    public static WriteOptions OptionsOf(HttpContext context, string subresource) => new(ManagerOf(context), IsDryRun(context), subresource);

    private async Task Store(HttpContext context, ResourceType type, string scope, RequestInfo info)
    {
        var objects = Cluster.Objects;
        var options = OptionsOf(context, info.Subresource);
        switch (info.Verb)
        {
            case "get":
                await Answer(context, type, objects.Get(type, scope, info.Name)).ConfigureAwait(false);
                break;
            case "list":
                await List(context, type, scope).ConfigureAwait(false);
                break;
            case "create":
                if (type.IsNamespaced && scope.Length == 0)
                    throw new ApiException(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
                await Answer(context, type, objects.Create(type, scope, await Need(context).ConfigureAwait(false), options), 201).ConfigureAwait(false);
                break;
            case "update":
                await Answer(context, type, objects.Update(type, scope, info.Name, await Need(context).ConfigureAwait(false), options)).ConfigureAwait(false);
                break;
            case "patch":
                var (patched, made) = Patcher.Patch(Cluster, type, scope, info.Name, context.Request, await ReadNode(context).ConfigureAwait(false), options);
                await Answer(context, type, patched, made ? 201 : 200).ConfigureAwait(false);
                break;
            case "delete":
                await Delete(context, type, scope, info.Name).ConfigureAwait(false);
                break;
            default:
                await DeleteAll(context, type, scope).ConfigureAwait(false);
                break;
        }
    }

    private async Task List(HttpContext context, ResourceType type, string scope)
    {
        var revision = Cluster.Store.Revision;
        var items = Query(context, type, scope).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString() };
        if (Representation.WantsTable(context, out var include))
        {
            await RequestHandler.Write(context, 200, new Tables.TablePrinter(Cluster.World.Now).Print(type, items, metadata, include)).ConfigureAwait(false);
            return;
        }

        var list = new JsonObject { ["kind"] = type.Kind + "List", ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata, ["items"] = Json.Array(items.Select(i => i.Clone())) };
        if (Representation.WantsMetadataOnly(context))
            list = Representation.MetadataOnly(list);
        await RequestHandler.Write(context, 200, list).ConfigureAwait(false);
    }

    private IEnumerable<JsonObject> Query(HttpContext context, ResourceType type, string scope)
    {
        var labels = Selectors.Labels(context.Request.Query["labelSelector"]);
        var fields = Selectors.Fields(context.Request.Query["fieldSelector"]);
        return Cluster.Objects.List(type, scope).Where(labels).Where(fields).Select(o => Heartbeats.Refresh(Cluster, type, o));
    }

    private async Task Delete(HttpContext context, ResourceType type, string scope, string name)
    {
        var options = await DeleteOptionsOf(context).ConfigureAwait(false);
        var last = Cluster.Objects.Delete(type, scope, name, options);
        var stays = !options.DryRun && Cluster.Objects.Find(type, scope, name) is { } found && found.Uid() == last.Uid();
        var answer = stays || type.Plural == "pods" ? last : new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject { ["name"] = name, ["group"] = type.Group, ["kind"] = type.Plural, ["uid"] = last.Uid() },
        };
        await RequestHandler.Write(context, 200, answer).ConfigureAwait(false);
    }

    private async Task DeleteAll(HttpContext context, ResourceType type, string scope)
    {
        var options = await DeleteOptionsOf(context).ConfigureAwait(false);
        foreach (var item in Query(context, type, scope).ToList())
            Cluster.Objects.Delete(type, item.Namespace(), item.Name(), options);
        await RequestHandler.Write(context, 200, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success" }).ConfigureAwait(false);
    }

    private static async Task<DeleteOptions> DeleteOptionsOf(HttpContext context)
    {
        var options = DeleteOptions.From(await ReadNode(context).ConfigureAwait(false));
        var query = context.Request.Query;
        return options with
        {
            DryRun = options.DryRun || IsDryRun(context),
            GraceSeconds = long.TryParse(query["gracePeriodSeconds"], out var grace) ? grace : options.GraceSeconds,
            Propagation = query["propagationPolicy"].FirstOrDefault() ?? options.Propagation,
        };
    }

    private async Task Answer(HttpContext context, ResourceType type, JsonObject value, int code = 200)
    {
        value = Heartbeats.Refresh(Cluster, type, value);
        if (Representation.WantsTable(context, out var include))
            value = new Tables.TablePrinter(Cluster.World.Now).Print(type, [value], new JsonObject { ["resourceVersion"] = value.Text("metadata", "resourceVersion") }, include);
        else if (Representation.WantsMetadataOnly(context))
            value = Representation.MetadataOnly(value);
        await RequestHandler.Write(context, code, value).ConfigureAwait(false);
    }

    private static bool IsDryRun(HttpContext context) => context.Request.Query["dryRun"].Contains("All");

    private static string ManagerOf(HttpContext context)
    {
        var named = context.Request.Query["fieldManager"].ToString();
        var agent = context.Request.Headers.UserAgent.ToString().Split('/')[0];
        return named.Length > 0 ? named : agent.Length > 0 ? agent : "unknown";
    }

    private static async Task<JsonObject> Need(HttpContext context) =>
        await ReadBody(context).ConfigureAwait(false) ?? throw ApiException.BadRequest("the request body is empty");

    private static async Task<JsonNode?> ReadNode(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        if (text.Length == 0)
            return null;
        if ((context.Request.ContentType ?? string.Empty).Contains("protobuf", StringComparison.Ordinal))
            throw new ApiException(415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml");
        return text.TrimStart()[0] is '{' or '[' ? JsonNode.Parse(text) : Yaml.Parse(text);
    }
}
