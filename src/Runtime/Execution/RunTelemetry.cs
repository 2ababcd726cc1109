using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Execution;

/// <summary>Traces and measures of runs. A run, with all that it dispatched, is one trace, whichever hosts executed it and however often they were restarted: its id follows from the run's. Each attempt of an activity is a span.
/// Without a listener all of this costs nothing.</summary>
internal static class RunTelemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "Masterplan.Runtime";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("masterplan.activity.duration", "s", "How long one attempt of an activity took, without its waits.");
    private static readonly Counter<long> Ends = Meter.CreateCounter<long>("masterplan.runs.ended", null, "Runs that ended, by how.");

    public static System.Diagnostics.Activity? Begin(ActivityExecutionContext context, string what)
    {
        var workflow = context.WorkflowExecutionContext;
        var span = Source.StartActivity($"{what} {context.Activity.Type}", System.Diagnostics.ActivityKind.Internal, Parent(workflow.RootWorkflowInstanceId, workflow.Id));
        if (span is null)
            return null;
        Describe(span, workflow.Instance);
        span.SetTag("masterplan.step", context.Activity.GetDisplayText() ?? context.ActivityDescriptor.DisplayName);
        span.SetTag("masterplan.activity", context.Activity.Id);
        span.SetTag("masterplan.attempt", context.State.ExecutionCount);
        if (workflow.InputData.TryGetValue("Node", out var node) && node is string name)
            span.SetTag("masterplan.node", name);
        return span;
    }

    public static void End(System.Diagnostics.Activity? span, ActivityExecutionContext context, TimeSpan took)
    {
        Durations.Record(took.TotalSeconds, new KeyValuePair<string, object?>("activity", context.Activity.Type), new KeyValuePair<string, object?>("outcome", Outcome(context)));
        if (context.Status == ActivityStatus.Faulted)
            span?.SetStatus(ActivityStatusCode.Error, context.Exception?.Message);
        span?.Dispose();
    }

    /// <summary>The span of a run from its start to its end.</summary>
    public static void Ended(InstanceRow instance, DateTimeOffset at)
    {
        Ends.Add(1, new KeyValuePair<string, object?>("definition", instance.DefinitionId), new KeyValuePair<string, object?>("status", instance.SubStatus.ToString()));
        using var span = Source.StartActivity($"run {instance.DefinitionId}", System.Diagnostics.ActivityKind.Internal, Parent(instance.RootInstanceId, instance.ParentInstanceId ?? instance.RootInstanceId), startTime: instance.CreatedAt);
        if (span is null)
            return;
        Describe(span, instance);
        span.SetTag("masterplan.status", instance.SubStatus.ToString());
        if (instance.SubStatus == WorkflowSubStatus.Faulted)
            span.SetStatus(ActivityStatusCode.Error);
        span.SetEndTime(at.UtcDateTime);
    }

    private static void Describe(System.Diagnostics.Activity span, InstanceRow instance)
    {
        span.SetTag("masterplan.run", instance.RootInstanceId);
        span.SetTag("masterplan.instance", instance.Id);
        span.SetTag("masterplan.definition", instance.DefinitionId);
        span.SetTag("masterplan.cluster", instance.CorrelationId);
    }

    private static string Outcome(ActivityExecutionContext context) => context.Status switch
    {
        ActivityStatus.Faulted => "faulted",
        ActivityStatus.Running when context.Bookmarks.Any() => "waiting",
        ActivityStatus.Running => "running",
        _ => "completed",
    };

    /// <summary>Spans of an instance hang below a span id that follows from its id.</summary>
    private static ActivityContext Parent(string run, string instance) => new(
        ActivityTraceId.CreateFromBytes(Hash(run).AsSpan(0, 16)), ActivitySpanId.CreateFromBytes(Hash(instance).AsSpan(16, 8)), ActivityTraceFlags.Recorded, isRemote: true);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
