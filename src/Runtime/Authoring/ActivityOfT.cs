namespace Masterplan.Runtime.Authoring;

/// <summary>An <see cref="Activity"/> with a main output.</summary>
public abstract class Activity<T> : Activity, IActivityWithResult
{
    protected Activity(string? source = null, int? line = null)
        : base(source, line)
    {
    }

    protected Activity(string activityType, int version = 1, string? source = null, int? line = null)
        : base(activityType, version, source, line)
    {
    }

    protected Activity(MemoryBlockReference? output, string? source = null, int? line = null)
        : base(source, line)
    {
        if (output is not null)
            Result = new Output<T>(output);
    }

    protected Activity(Output<T>? output, string? source = null, int? line = null)
        : base(source, line) => Result = output;

    public Output<T>? Result { get; set; }

    Output? IActivityWithResult.Result
    {
        get => Result;
        set => Result = (Output<T>?)value;
    }
}
