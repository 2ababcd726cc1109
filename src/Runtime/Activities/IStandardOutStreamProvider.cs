namespace Masterplan.Runtime.Activities;

/// <summary>Where WriteLine writes to. Default: the process's standard output.</summary>
public interface IStandardOutStreamProvider
{
    TextWriter GetTextWriter();
}
