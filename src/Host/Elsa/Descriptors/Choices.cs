namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>What the designer offers for a workflow's settings. The type names are the ones that definitions carry.</summary>
internal static class Choices
{
    public static readonly object[] StorageDrivers =
    [
        new { TypeName = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", DisplayName = "Workflow Instance", Priority = 5, Deprecated = false },
        new { TypeName = "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", DisplayName = "Memory", Priority = 0, Deprecated = false },
    ];

    public static readonly ExpressionSyntax[] Expressions =
    [
        ExpressionSyntax.Of("Literal", isBrowsable: false),
        ExpressionSyntax.Of("Object", isBrowsable: false, language: "json"),
        ExpressionSyntax.Of("Json", isBrowsable: false, language: "json"),
        ExpressionSyntax.Of("Variable"),
        ExpressionSyntax.Of("Input"),
        ExpressionSyntax.Of("JavaScript", language: "javascript"),
        ExpressionSyntax.Of("Liquid", language: "liquid"),
        ExpressionSyntax.Of("CSharp", language: "csharp", displayName: "C#"),
    ];

    public static readonly Choice[] IncidentStrategies =
    [
        new("ContinueWithIncidentsStrategy", "Continue with incidents", "The run waits at the step for a person: retry, skip or cancel. Other branches go on."),
        new("FaultStrategy", "Fault", "The run ends as faulted."),
    ];

    public static readonly Choice[] ActivationStrategies =
    [
        new("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", "Always", "Any number of runs at the same time."),
        new("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", "Correlated singleton", "No run starts while another of this workflow with the same correlation id is under way."),
        new("Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime", "Correlation", "No run starts while one of any workflow with the same correlation id is under way."),
        new("Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime", "Singleton", "No run starts while another of this workflow is under way."),
    ];

    public static readonly Choice[] LogPersistenceStrategies =
    [
        new("Elsa.Workflows.LogPersistence.Strategies.Inherit, Elsa.Workflows.Core", "Inherit", "As the workflow says."),
        new("Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core", "Include", "Inputs and outputs are kept with each execution, except those that may hold secrets."),
    ];

    public static readonly CommitChoice[] WorkflowCommitStrategies =
    [
        new("ActivityExecuted", "After each activity", "State is saved after each activity; a killed process loses at most the activity under way."),
    ];

    public static readonly CommitChoice[] ActivityCommitStrategies =
    [
        new("Executed", "After it has run", "State is saved when the activity has ended or waits."),
    ];
}
