using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.State;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>Serves <c>/v2</c>: reads the call, checks its signature, lets faults strike, answers.</summary>
internal sealed class CloudEndpoint(IEnumerable<IResource> resources, SignatureCheck signature, ApiFaults faults, CloudState state)
{
    private const string Public = "GET zone";
    private const int MaxBody = 1 << 20;
    private readonly Dictionary<string, Route> routes = resources.SelectMany(r => r.Routes).ToDictionary(r => r.Pattern);

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await ReadAsync(request, context.RequestAborted).ConfigureAwait(false);
        try
        {
            var call = Call.Parse(request.Method, request.RouteValues["path"] as string ?? "", request.Query, body);
            var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            if (call.Pattern != Public && !signature.Accepts(request.Headers.Authorization, request.Method, target, body))
                throw new Refusal(403, "Invalid request signature");
            var answer = Answer(call, out var fault);
            if (fault is null)
                await WriteAsync(context, 200, answer!).ConfigureAwait(false);
            else
                await FailAsync(context, fault).ConfigureAwait(false);
        }
        catch (Refusal e)
        {
            await WriteAsync(context, e.Status, Json.Of(("message", e.Message))).ConfigureAwait(false);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding"))
            return [];
        if (request.ContentLength > MaxBody)
            return [];
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.ToArray();
    }

    private JsonNode? Answer(Call call, out ApiFault? fault)
    {
        lock (state.Gate)
        {
            try
            {
                if (call.IsMutation)
                    Count(call);
                fault = faults.Before(call);
                if (fault is not null)
                    return null;
                var route = routes.GetValueOrDefault(call.Pattern) ?? throw new Refusal(404, $"The rehearsal does not serve '{call.Pattern}'");
                var answer = route.Answer(call);
                fault = faults.LosesAnswer(call) ? new(0, null) : null;
                return answer;
            }
            finally
            {
                state.Commit();
            }
        }
    }

    private void Count(Call call)
    {
        state.Increment(Mutations.Total);
        state.Increment($"{Mutations.Prefix}{call.Kind}");
    }

    private static async Task FailAsync(HttpContext context, ApiFault fault)
    {
        if (fault.Status == 0)
        {
            context.Abort();
            return;
        }

        if (fault.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString();
        var message = fault.Status == 429 ? "Too many requests" : "Endpoint temporarily unavailable";
        await WriteAsync(context, fault.Status, Json.Of(("message", message))).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonNode body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }
}
