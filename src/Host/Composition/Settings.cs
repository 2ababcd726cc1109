using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Composition;

/// <summary>Settings of the environment, of which each may stand in a file that NAME_FILE names, as secrets of containers do.</summary>
internal static class Settings
{
    /// <summary>The first of these that is set; null if none is.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public static string? Read(params string[] names) => names.Select(name => Of(Environment.GetEnvironmentVariable(name), name, Environment.GetEnvironmentVariable(name + "_FILE"))).FirstOrDefault(value => value is not null);

    /// <summary>The value, or else the content of the file.</summary>
    public static string? Of(string? value, string name, string? file)
    {
        if (value is { Length: > 0 })
            return value;
        if (file is not { Length: > 0 })
            return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The setting {name}_FILE", "", $"'{file}' cannot be read: {exception.Message}");
        }
    }
}
