using Masterplan.Activities;

namespace Masterplan.Host.Composition;

/// <summary>The data folder cannot be worked on now.</summary>
public class DataFolderException(string message, Exception? inner = null) : MasterplanException(message, isTransient: false, inner)
{
    public override int ExitCode => 10;
}
