using System.Security.Claims;
using Masterplan.Host.Access;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>What the asker may do with a definition. Studio looks at the names alone: without <c>publish</c> a definition is read-only, without <c>bulk-publish</c> a list is.</summary>
internal static class DefinitionLinks
{
    private static readonly (string Rel, string Method, string Path, AccessRole Role)[] OfOne =
    [
        ("self", "GET", "/workflow-definitions/{id}", AccessRole.Viewer),
        ("self", "GET", "/workflow-definitions/by-definition-id/{id}", AccessRole.Viewer),
        ("versions", "GET", "/workflow-definitions/{id}/versions", AccessRole.Viewer),
        ("export", "POST", "/workflow-definitions/{id}/export", AccessRole.Viewer),
        ("execute", "POST", "/workflow-definitions/{id}/execute", AccessRole.Operator),
        ("dispatch", "POST", "/workflow-definitions/{id}/dispatch", AccessRole.Operator),
        ("bulk-dispatch", "POST", "/workflow-definitions/{id}/bulk-dispatch", AccessRole.Operator),
        ("publish", "POST", "/workflow-definitions/{id}/publish", AccessRole.Admin),
        ("retract", "POST", "/workflow-definitions/{id}/retract", AccessRole.Admin),
        ("delete", "DELETE", "/workflow-definitions/{id}", AccessRole.Admin),
        ("import", "PUT", "/workflow-definitions/{id}/import", AccessRole.Admin),
        ("update-references", "POST", "/workflow-definitions/{id}/update-references", AccessRole.Admin),
    ];

    private static readonly (string Rel, string Method, string Path, AccessRole Role)[] OfList =
    [
        ("self", "GET", "/workflow-definitions", AccessRole.Viewer),
        ("is-name-unique", "GET", "/workflow-definitions/validation/is-name-unique", AccessRole.Viewer),
        ("count", "GET", "/workflow-definitions/query/count", AccessRole.Viewer),
        ("many-by-id", "GET", "/workflow-definitions/many-by-id", AccessRole.Viewer),
        ("create", "POST", "/workflow-definitions", AccessRole.Admin),
        ("import", "POST", "/workflow-definitions/import", AccessRole.Admin),
        ("import-files", "POST", "/workflow-definitions/import-files", AccessRole.Admin),
        ("bulk-publish", "POST", "/bulk-actions/publish/workflow-definitions/by-definition-ids", AccessRole.Admin),
        ("bulk-retract", "POST", "/bulk-actions/retract/workflow-definitions/by-definition-ids", AccessRole.Admin),
        ("bulk-delete-by-definition-id", "POST", "/bulk-actions/delete/workflow-definitions/by-definition-id", AccessRole.Admin),
        ("bulk-delete-by-id", "POST", "/bulk-actions/delete/workflow-definitions/by-id", AccessRole.Admin),
    ];

    public static List<Link> One(ClaimsPrincipal user, string definitionId) => Of(OfOne, user, Uri.EscapeDataString(definitionId));

    public static List<Link> List(ClaimsPrincipal user) => Of(OfList, user, "");

    private static List<Link> Of((string Rel, string Method, string Path, AccessRole Role)[] all, ClaimsPrincipal user, string id) =>
        [.. all.Where(link => user.IsAtLeast(link.Role)).Select(link => new Link(link.Path.Replace("{id}", id, StringComparison.Ordinal), link.Rel, link.Method))];
}
