namespace Masterplan.Runtime.Store;

/// <summary>An instance to be stored, with its first parts. One whose id is there already is left as it is.</summary>
internal sealed record NewInstance(InstanceRow Row, IReadOnlyDictionary<string, string> Parts);
