using System.Runtime.CompilerServices;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab;

/// <summary>A test on real Linux nodes; where no lab can be, it says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    public LabFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Skip = LabHost.WhyNot;
}
