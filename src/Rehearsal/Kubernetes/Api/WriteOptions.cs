namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>How a change is to be made.</summary>
/// <param name="Manager">Who owns the fields that change; null leaves ownership alone, as in-process controllers do.</param>
/// <param name="DryRun">Check everything, store nothing.</param>
/// <param name="Subresource">"status" changes only the status, and nothing else may change it.</param>
/// <param name="IsApply">A server-side apply, which brings its own record of ownership.</param>
public sealed record WriteOptions(string? Manager = null, bool DryRun = false, string Subresource = "", bool IsApply = false)
{
    public static WriteOptions Plain { get; } = new();

    public static WriteOptions Status { get; } = new(Subresource: "status");
}
