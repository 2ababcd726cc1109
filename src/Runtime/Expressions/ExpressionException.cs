using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Expressions;

/// <summary>An expression could not be evaluated.</summary>
public sealed class ExpressionException(string message, Exception? inner = null) : RuntimeException(message, inner);
