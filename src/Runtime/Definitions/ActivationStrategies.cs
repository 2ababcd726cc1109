using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Definitions;

/// <summary>Reads a definition's activation strategy: Elsa's type name, assembly-qualified or alone.</summary>
internal static class ActivationStrategies
{
    /// <summary>Always, if the name says nothing.</summary>
    public static ActivationStrategy Of(string? typeName)
    {
        var name = (typeName ?? "").Split(',')[0].Trim();
        return name[(name.LastIndexOf('.') + 1)..] switch
        {
            "SingletonStrategy" => ActivationStrategy.Singleton,
            "CorrelationStrategy" => ActivationStrategy.Correlation,
            "CorrelatedSingletonStrategy" => ActivationStrategy.CorrelatedSingleton,
            _ => ActivationStrategy.Always,
        };
    }
}
