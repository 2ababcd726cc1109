namespace Masterplan.Activities.Clusters;

/// <summary>What was asked for cannot be: every fault at once, each with the path of the member it concerns. Nothing has been changed.</summary>
public sealed class ConfigurationException : MasterplanException
{
    public ConfigurationException(string subject, IReadOnlyList<ConfigurationFault> faults)
        : base(Describe(subject, faults), isTransient: false) => Faults = faults;

    public ConfigurationException(string subject, string path, string fault) : this(subject, [new(path, fault)])
    {
    }

    public IReadOnlyList<ConfigurationFault> Faults { get; }

    public override int ExitCode => 2;

    private static string Describe(string subject, IReadOnlyList<ConfigurationFault> faults) =>
        faults.Count == 1
            ? $"{subject}: {faults[0]}"
            : $"{subject} has {faults.Count} faults:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}";
}
