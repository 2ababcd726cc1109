namespace Masterplan.Host.Exports;

/// <summary>How old the schemas are that rows were taken from, or go to.</summary>
internal sealed record SchemaAges(int Runs, int Clusters);
