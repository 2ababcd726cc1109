using System.Net;
using System.Text;
using Masterplan.Host.Access;
using Masterplan.Host.Web;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Masterplan.Host.Api;

/// <summary>The OpenAPI document as a page that people read.</summary>
internal static class ReferencePage
{
    public static void MapReference(this IEndpointRouteBuilder app) => app.MapGet("/api", ShowAsync).Demand(AccessRole.Viewer).ExcludeFromDescription();

    private static async Task<IResult> ShowAsync(HttpContext context, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(context.RequestAborted);
        var body = new StringBuilder($"""
            <main id="main" tabindex="-1" class="reference">
              <h1>API</h1>
              <p>For programs: <a href="{ApiEndpoints.Document}">the same as an OpenAPI document</a>. Send <code>Authorization: ApiKey KEY</code>; <code>masterplan keys add NAME --role ROLE</code> makes a key.</p>
            """);
        foreach (var (path, item) in document.Paths)
            foreach (var (method, operation) in item.Operations ?? [])
                Write(body, method.Method, path, operation);
        return HtmlPage.Of(context, "API", body.Append("</main>").ToString());
    }

    private static void Write(StringBuilder body, string method, string path, OpenApiOperation operation)
    {
        body.Append($"<section><h2><code><span class=\"method\">{method}</span> {Text(path)}</code></h2><p>{Text(operation.Summary)}</p>");
        if (operation.Parameters?.Where(parameter => parameter.Description is { Length: > 0 }).ToList() is { Count: > 0 } parameters)
        {
            body.Append("<table><caption>Parameters</caption><tr><th scope=\"col\">Name<th scope=\"col\">In<th scope=\"col\">Meaning</tr>");
            foreach (var parameter in parameters)
                body.Append($"<tr><td><code>{Text(parameter.Name)}</code><td>{Text(parameter.In?.ToString().ToLowerInvariant())}<td>{Text(parameter.Description)}</tr>");
            body.Append("</table>");
        }

        Write(body, operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema);
        body.Append($"<p class=\"quiet\">{Text(operation.Description)} Answers: {Text(string.Join(", ", (operation.Responses ?? []).Keys))}.</p></section>");
    }

    private static void Write(StringBuilder body, IOpenApiSchema? schema)
    {
        if (schema?.Properties is not { Count: > 0 } members)
            return;
        body.Append("<table><caption>Body</caption><tr><th scope=\"col\">Member<th scope=\"col\">Meaning</tr>");
        foreach (var (name, member) in members)
            body.Append($"<tr><td><code>{Text(name)}</code>{(schema.Required?.Contains(name) == true ? "" : " <span class=\"quiet\">optional</span>")}<td>{Text(member.Description)}</tr>");
        body.Append("</table>");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
