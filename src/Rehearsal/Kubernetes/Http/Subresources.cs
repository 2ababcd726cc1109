using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>Subresources that are more than a part of their object.</summary>
public sealed class Subresources(ApiServer server)
{
    private ApiCluster Cluster => server.Cluster;

    public static bool Serves(ResourceType type, string name) => type.Subresources.Contains(name) && name is "eviction" or "binding" or "scale" or "finalize" or "token" or "log";

    public async Task Serve(HttpContext context, ResourceType type, RequestInfo info)
    {
        var body = await ResourceHandler.ReadBody(context).ConfigureAwait(false) ?? [];
        var answer = info.Subresource switch
        {
            "eviction" => Evictions.Evict(Cluster, info.Scope, info.Name, body, ResourceHandler.OptionsOf(context, string.Empty).DryRun),
            "binding" => Bind(info, body),
            "scale" => Scale(context, type, info, body),
            "token" => Token(info, body),
            _ => Cluster.Objects.Update(type, info.Scope, info.Name, body, ResourceHandler.OptionsOf(context, string.Empty)),
        };
        await RequestHandler.Write(context, info.Verb == "create" ? 201 : 200, answer).ConfigureAwait(false);
    }

    private JsonObject Bind(RequestInfo info, JsonObject body)
    {
        Cluster.Objects.Modify(Catalogue.Of("pods"), info.Scope, info.Name, WriteOptions.Plain, pod =>
        {
            pod.Make("spec")["nodeName"] = body.Text("target", "name");
            return pod;
        });
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
    }

    private JsonObject Scale(HttpContext context, ResourceType type, RequestInfo info, JsonObject body)
    {
        var live = Cluster.Objects.Get(type, info.Scope, info.Name);
        if (info.Verb is "update" or "patch" && body.Number("spec", "replicas") is { } replicas)
        {
            live = Cluster.Objects.Modify(type, info.Scope, info.Name, ResourceHandler.OptionsOf(context, "scale"), value =>
            {
                value.Make("spec")["replicas"] = replicas;
                return value;
            });
        }

        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = new JsonObject { ["name"] = live.Name(), ["namespace"] = live.Namespace(), ["uid"] = live.Uid(), ["resourceVersion"] = live.Text("metadata", "resourceVersion") },
            ["spec"] = new JsonObject { ["replicas"] = live.Number("spec", "replicas") ?? 1 },
            ["status"] = new JsonObject { ["replicas"] = live.Number("status", "replicas") ?? 0, ["selector"] = string.Join(',', live.Map("spec", "selector", "matchLabels").Select(l => $"{l.Key}={l.Value}")) },
        };
    }

    private JsonObject Token(RequestInfo info, JsonObject body)
    {
        Cluster.Objects.Get(Catalogue.Of("serviceaccounts"), info.Scope, info.Name);
        var signer = server.TokenSigner ?? throw new ApiException(500, "InternalError", "no service account signing key");
        var life = TimeSpan.FromSeconds(body.Number("spec", "expirationSeconds") ?? 3600);
        var answer = body.Clone();
        answer["kind"] = "TokenRequest";
        answer["apiVersion"] = "authentication.k8s.io/v1";
        answer["status"] = new JsonObject
        {
            ["token"] = ServiceAccountTokens.Issue(signer, server.Issuer, info.Scope, info.Name, life, Cluster.World.Now),
            ["expirationTimestamp"] = Json.Stamp(Cluster.World.Now + life),
        };
        return answer;
    }
}
