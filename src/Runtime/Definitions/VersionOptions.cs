namespace Masterplan.Runtime.Definitions;

/// <summary>Which version of a definition is meant.</summary>
public enum VersionOptions
{
    Latest,
    Published,
}
