namespace Masterplan.Rehearsal.Kubernetes.Access;

/// <summary>Who asks.</summary>
public sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public static UserInfo Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    public bool IsAnonymous => Groups.Contains("system:unauthenticated");
}
