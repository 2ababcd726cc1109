namespace Masterplan.Runtime.Authoring;

/// <summary>One step of a workflow. One object serves every instance of a definition version, so it keeps no state of a run in fields.</summary>
public interface IActivity
{
    /// <summary>Unique within the definition.</summary>
    string Id { get; set; }

    /// <summary>The path of ids from the workflow down to this activity, joined with colons; set when the definition is built.</summary>
    string NodeId { get; set; }

    string? Name { get; set; }

    /// <summary>The activity's type name in definition JSON, such as <c>Elsa.WriteLine</c>.</summary>
    string Type { get; set; }

    int Version { get; set; }

    IDictionary<string, object> CustomProperties { get; set; }

    IDictionary<string, object> SyntheticProperties { get; set; }

    IDictionary<string, object> Metadata { get; set; }

    ValueTask<bool> CanExecuteAsync(ActivityExecutionContext context);

    ValueTask ExecuteAsync(ActivityExecutionContext context);
}
