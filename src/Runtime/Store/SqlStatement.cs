namespace Masterplan.Runtime.Store;

/// <summary>A statement with its values, made ready outside of the writer's thread.</summary>
internal readonly record struct SqlStatement(string Sql, params object?[] Arguments);
