namespace Masterplan.Activities.Clusters;

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Path">The member's path, as in "workers.count"; empty for the whole.</param>
/// <param name="Message">What was found and what to write instead.</param>
public sealed record ConfigurationFault(string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
