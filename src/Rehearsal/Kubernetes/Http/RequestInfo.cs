using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>What a request is about, read from its method and path.</summary>
public sealed record RequestInfo(string Verb, string Group, string Version, string Scope, string Plural, string Name, string Subresource)
{
    /// <summary>Null when the path is not one of a resource.</summary>
    public static RequestInfo? Read(HttpRequest request)
    {
        var parts = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var rest = parts switch
        {
            ["api", _, _, ..] => parts[2..],
            ["apis", _, _, _, ..] => parts[3..],
            _ => null,
        };
        if (rest is null)
            return null;
        var (group, version) = parts[0] == "api" ? (string.Empty, parts[1]) : (parts[1], parts[2]);
        var scope = string.Empty;
        if (rest is ["namespaces", var within, _, ..] && rest[2] is not ("status" or "finalize"))
        {
            scope = within;
            rest = rest[2..];
        }

        var name = rest.ElementAtOrDefault(1) ?? string.Empty;
        return new RequestInfo(VerbOf(request, name), group, version, scope, rest[0], name, rest.ElementAtOrDefault(2) ?? string.Empty);
    }

    public AccessRequest ToAccess() => new(Verb, Group, Plural, Subresource, Plural == "namespaces" && Scope.Length == 0 ? Name : Scope, Name);

    public ResourceType? Type(Catalogue types) => types.Find(Group, Version, Plural);

    private static string VerbOf(HttpRequest request, string name) => request.Method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length > 0 ? "delete" : "deletecollection",
        _ when request.Query["watch"].ToString() is "true" or "1" => "watch",
        _ => name.Length > 0 ? "get" : "list",
    };
}
