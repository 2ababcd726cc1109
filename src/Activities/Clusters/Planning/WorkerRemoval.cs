namespace Masterplan.Activities.Clusters.Planning;

/// <summary>Decides which workers go when fewer are wished for: a pure function.</summary>
public static class WorkerRemoval
{
    /// <summary>The names of the workers that are too many, those with the highest numbers; none if there are as many as wished.</summary>
    /// <param name="plan">The cluster as it is planned.</param>
    /// <param name="workers">The wished total.</param>
    /// <exception cref="ConfigurationException">The total is missing, cannot be, or is more than there are.</exception>
    public static IReadOnlyList<string> Surplus(ClusterPlan plan, int? workers)
    {
        var fault = workers switch
        {
            null => "It is missing or no whole number; name the wished total.",
            < 0 => $"There cannot be {workers}; name the wished total, 0 or more.",
            _ when workers > plan.Workers.Count => $"The cluster has {plan.Workers.Count}; this command only removes. Run `masterplan worker-add {plan.Name} --workers {workers}` to have {workers}.",
            _ => null,
        };
        return fault is null
            ? [.. plan.Workers.Skip(workers!.Value).Select(node => node.Name)]
            : throw new ConfigurationException($"The workers of cluster '{plan.Name}'", "workers", fault);
    }
}
