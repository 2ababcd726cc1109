using System.Globalization;

namespace Masterplan.Host.Clusters;

/// <summary>What a run is given, by the names of its workflow's inputs.</summary>
internal sealed class RunInput(IDictionary<string, object?> values)
{
    public IDictionary<string, object?> Values { get; } = values;

    /// <summary>Empty if it is not given.</summary>
    public string Text(string name) => Convert.ToString(Values.TryGetValue(name, out var value) ? value : null, CultureInfo.InvariantCulture) ?? "";

    /// <summary>False if it is not given.</summary>
    public bool Flag(string name) => bool.TryParse(Text(name), out var flag) && flag;

    /// <summary>Null if it is not given, or no whole number.</summary>
    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
