namespace Masterplan.Runtime.Activities;

internal sealed class StandardOutStreamProvider : IStandardOutStreamProvider
{
    public TextWriter GetTextWriter() => Console.Out;
}
