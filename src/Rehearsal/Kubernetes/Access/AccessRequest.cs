namespace Masterplan.Rehearsal.Kubernetes.Access;

/// <summary>What somebody wants to do: with a resource, or with a path that is none.</summary>
public sealed record AccessRequest(string Verb, string Group, string Resource, string Subresource, string Scope, string Name, string? Path = null)
{
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    public string Forbidden(UserInfo user) => Path is not null
        ? $"forbidden: User \"{user.Name}\" cannot {Verb} path \"{Path}\""
        : $"{Resource}{(Group.Length > 0 ? "." + Group : string.Empty)}{(Name.Length > 0 ? $" \"{Name}\"" : string.Empty)} is forbidden: User \"{user.Name}\" cannot {Verb} resource \"{FullResource}\" in API group \"{Group}\" {(Scope.Length > 0 ? $"in the namespace \"{Scope}\"" : "at the cluster scope")}";
}
