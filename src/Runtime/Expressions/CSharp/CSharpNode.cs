namespace Masterplan.Runtime.Expressions.CSharp;

/// <summary>A part of an expression: the value that it has among these globals.</summary>
internal delegate object? CSharpNode(IReadOnlyDictionary<string, object?> globals);
