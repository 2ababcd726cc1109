using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary>What export and import share.</summary>
internal static class ExportOptions
{
    public static Argument<FileInfo> File { get; } = new("file") { Description = "The file." };

    public static Option<FileInfo?> PassphraseFile { get; } = new("--passphrase-file") { Description = "Read the passphrase from this file (default: MASTERPLAN_EXPORT_PASSPHRASE, else asked for).", HelpName = "FILE" };
}
