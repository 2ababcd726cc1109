using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Api;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>One request from its arrival to its answer: who, may they, then what.</summary>
public sealed class RequestHandler(ApiServer server)
{
    private readonly ResourceHandler resources = new(server);
    private readonly DiscoveryDocuments discovery = new(server.Cluster.Types);
    private readonly OpenApiDocuments openApi = new(server.Cluster.Types);

    public async Task Handle(HttpContext context)
    {
        try
        {
            if (await Falters(context).ConfigureAwait(false))
                return;
            var certificate = context.Connection.ClientCertificate;
            var path = context.Request.Path.Value ?? "/";
            var user = server.Authenticator.Authenticate(certificate, context.Request.Headers.Authorization.FirstOrDefault(), path)
                ?? throw new ApiException(401, "Unauthorized", "Unauthorized");
            var info = RequestInfo.Read(context.Request);
            var access = info?.ToAccess() ?? new AccessRequest(context.Request.Method.ToLowerInvariant(), string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, path);
            if (!server.Allows(user, access))
                throw new ApiException(403, "Forbidden", access.Forbidden(user));
            if (info is null)
                await ServePath(context, path).ConfigureAwait(false);
            else if (!server.HasStorage)
                throw new ApiException(500, "InternalError", "etcdserver: request timed out");
            else
                await resources.Serve(context, info, user).ConfigureAwait(false);
        }
        catch (ApiException e)
        {
            await Write(context, e.Code, e.ToStatus()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or YamlDotNet.Core.YamlException)
        {
            await Write(context, 400, ApiException.BadRequest($"the object provided is unrecognized: {e.Message}").ToStatus()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    public static async Task Write(HttpContext context, int code, JsonNode body, string contentType = "application/json")
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = code;
        await WriteBytes(context, JsonSerializer.SerializeToUtf8Bytes(body), contentType).ConfigureAwait(false);
    }

    private static async Task WriteBytes(HttpContext context, byte[] bytes, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<bool> Falters(HttpContext context)
    {
        var world = server.Cluster.World;
        var subject = $"{server.Machine}{context.Request.Method}{context.Request.Path}";
        if (world.Faults.Strikes(FaultNames.ConnectionReset, subject, 0.1, atMost: 1))
        {
            context.Abort();
            return true;
        }

        if (!world.Faults.Strikes(FaultNames.SlowApiServer, subject, 0.4))
            return false;
        await world.Pace.Wait(TimeSpan.FromSeconds(5), context.RequestAborted).ConfigureAwait(false);
        var roll = world.Faults.Roll(FaultNames.SlowApiServer, subject, 2);
        if (roll > 0.5)
            return false;
        if (roll < 0.25)
            context.Response.Headers.RetryAfter = "1";
        throw roll < 0.25
            ? new ApiException(429, "TooManyRequests", "The server has received too many requests and has asked us to try again later")
            : new ApiException(503, "ServiceUnavailable", "apiserver is shutting down");
    }

    private Task ServePath(HttpContext context, string path) => path.TrimEnd('/') switch
    {
        "/version" => Write(context, 200, VersionDocument()),
        "/livez" or "/healthz" or "/readyz" => Health(context, path.TrimEnd('/')),
        "/api" or "/apis" => discovery.Root(context, path.TrimEnd('/') == "/api"),
        "/openapi/v2" => WriteOpenApi(context),
        "/openapi/v3" => Write(context, 200, openApi.Index()),
        "" => Write(context, 200, new JsonObject { ["paths"] = new JsonArray("/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version") }),
        var other when other.StartsWith("/openapi/v3/", StringComparison.Ordinal) => Write(context, 200, openApi.OfGroupVersion(other["/openapi/v3/".Length..])),
        var other when other.StartsWith("/readyz/", StringComparison.Ordinal) || other.StartsWith("/livez/", StringComparison.Ordinal) => Health(context, other),
        var other => Write(context, 200, discovery.GroupOrVersion(other)),
    };

    private static Task WriteOpenApi(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains("proto", StringComparison.Ordinal)
            ? WriteBytes(context, OpenApiDocuments.Protobuf(), "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
            : Write(context, 200, OpenApiDocuments.Swagger());

    private Task Health(HttpContext context, string path)
    {
        var ready = server.HasStorage;
        var verbose = context.Request.Query.ContainsKey("verbose") || !ready;
        var name = path.TrimStart('/').Split('/')[0];
        var checks = new StringBuilder();
        foreach (var check in new[] { "ping", "log", "etcd", "poststarthook/rbac/bootstrap-roles", "poststarthook/start-apiextensions-informers", "informer-sync", "shutdown" })
            checks.Append(check == "etcd" && !ready ? $"[-]{check} failed: reason withheld\n" : $"[+]{check} ok\n");
        checks.Append(ready ? $"{name} check passed\n" : $"{name} check failed\n");
        context.Response.StatusCode = ready ? 200 : 500;
        return WriteBytes(context, Encoding.UTF8.GetBytes(verbose ? checks.ToString() : "ok"), "text/plain; charset=utf-8");
    }

    private JsonObject VersionDocument()
    {
        var parts = server.Version.Split('.');
        return new JsonObject
        {
            ["major"] = parts[0],
            ["minor"] = parts[1],
            ["gitVersion"] = "v" + server.Version,
            ["gitCommit"] = "simulated",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "2026-09-01T00:00:00Z",
            ["goVersion"] = "go1.26.0",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        };
    }
}
