using Masterplan.Activities;

namespace Masterplan.Host.Exports;

/// <summary>A file is no export, is damaged, or is newer than this program.</summary>
internal sealed class ExportException(string message, Exception? inner = null) : MasterplanException(message, isTransient: false, inner)
{
    public override int ExitCode => ExitCodes.Store;
}
