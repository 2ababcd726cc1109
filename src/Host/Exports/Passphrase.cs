using System.Text;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Exports;

/// <summary>What an export is encrypted with: from MASTERPLAN_EXPORT_PASSPHRASE, a file, or the terminal; never an argument, which other users of the machine see.</summary>
internal static class Passphrase
{
    private const string Setting = "MASTERPLAN_EXPORT_PASSPHRASE";

    /// <summary>It is all that keeps the keys of whole clusters.</summary>
    private const int Shortest = 12;

    /// <param name="file">The file that --passphrase-file names; null if none.</param>
    /// <param name="isNew">True to have it typed twice, and to refuse a short one.</param>
    /// <exception cref="ConfigurationException">There is none, or it is too short.</exception>
    public static string Ask(FileInfo? file, bool isNew)
    {
        var passphrase = (file is null ? Settings.Read(Setting) : Content(file)) ?? Typed(isNew);
        if (passphrase.Length == 0 || (isNew && passphrase.Length < Shortest))
            throw new ConfigurationException("The passphrase", "", $"It has {passphrase.Length} characters; it takes {Shortest} at the least, for it alone protects every key in the export.");
        return passphrase;
    }

    private static string Content(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("The passphrase", "", $"'{file.FullName}' cannot be read: {exception.Message}");
        }
    }

    private static string Typed(bool isNew)
    {
        if (Console.IsInputRedirected)
            throw new ConfigurationException("The passphrase", "", $"There is none, and no terminal to ask at. Set {Setting}, or name a file with --passphrase-file.");
        var passphrase = Line("Passphrase: ");
        if (isNew && Line("Once more: ") != passphrase)
            throw new ConfigurationException("The passphrase", "", "It was not the same the second time. Nothing was written.");
        return passphrase;
    }

    /// <summary>A line that the terminal does not show.</summary>
    private static string Line(string prompt)
    {
        Console.Error.Write(prompt);
        var line = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
            if (key.Key != ConsoleKey.Backspace)
                line.Append(key.KeyChar);
            else if (line.Length > 0)
                line.Length--;
        Console.Error.WriteLine();
        return line.ToString();
    }
}
