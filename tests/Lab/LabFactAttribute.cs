using System.Runtime.CompilerServices;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab;

/// <summary>A test on real Linux nodes; where no lab can be, it says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    /// <summary>None takes half as long: one that waits for what will never be ends the suite with a failure, not with the machine's patience.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public LabFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => (Skip, Timeout) = (LabHost.WhyNot, (int)Longest.TotalMilliseconds);
}
