namespace Masterplan.Runtime.Expressions.CSharp;

/// <summary>Reads C# expressions by recursive descent.</summary>
internal sealed class CSharpParser(string text)
{
    /// <summary>Each part is a call when the expression is read or evaluated, and the stack has its limit.</summary>
    private const int MostParts = 500;
    private readonly CSharpLiterals _literals = new(text);
    private int _parts;

    public CSharpNode Read()
    {
        if (_literals.TakeWord("return"))
            _literals.SkipSpace();
        var node = Expression();
        _literals.Take(";");
        return _literals.IsAtEnd ? node : throw _literals.Fault("Only one expression is read, without statements and calls");
    }

    private CSharpNode Expression()
    {
        var condition = Binary(0);
        if (_literals.Take("?"))
        {
            var (test, whenTrue) = (condition, Expression());
            _literals.Demand(":");
            var whenFalse = Expression();
            condition = globals => (bool)(dynamic?)test(globals)! ? whenTrue(globals) : whenFalse(globals);
        }

        return condition;
    }

    private CSharpNode Binary(int level)
    {
        if (level == CSharpOperators.Levels.Length)
            return Unary();
        var left = Binary(level + 1);
        while (Array.Find(CSharpOperators.Levels[level], _literals.Take) is { } name)
            left = CSharpOperators.Binary(name, left, Binary(level + 1));
        return left;
    }

    private CSharpNode Unary()
    {
        CountPart();
        if (_literals.Take("!"))
            return CSharpOperators.Unary('!', Unary());
        return _literals.Take("-") ? CSharpOperators.Unary('-', Unary()) : Postfix(Primary());
    }

    private CSharpNode Postfix(CSharpNode target)
    {
        for (; ; CountPart())
        {
            var owner = target;
            if (_literals.Take("?."))
            {
                var name = _literals.Name();
                target = globals => owner(globals) is { } value ? CSharpOperators.Member(value, name) : null;
            }
            else if (_literals.Take("."))
            {
                var name = _literals.Name();
                target = globals => CSharpOperators.Member(owner(globals), name);
            }
            else if (_literals.Take("["))
            {
                var index = Expression();
                _literals.Demand("]");
                target = globals => CSharpOperators.Item(owner(globals), index(globals));
            }
            else
                return target;
        }
    }

    private void CountPart()
    {
        if (++_parts > MostParts)
            throw _literals.Fault($"It has more than {MostParts} parts");
    }

    private CSharpNode Primary()
    {
        if (_literals.Take("("))
        {
            var inner = Expression();
            _literals.Demand(")");
            return inner;
        }

        if (_literals.Take("$\""))
            return Interpolated();
        if (_literals.TryConstant(out var constant))
            return _ => constant;
        var name = _literals.Name();
        return globals => globals.TryGetValue(name, out var value) ? value : throw new ExpressionException($"There is no '{name}'. There are: {string.Join(", ", globals.Keys)}.");
    }

    /// <summary>Texts and the values between them, up to the closing quote.</summary>
    private CSharpNode Interpolated()
    {
        var parts = new List<CSharpNode>();
        while (true)
        {
            var piece = _literals.Piece(out var end);
            parts.Add(_ => piece);
            if (end == '"')
                return globals => string.Concat(parts.Select(part => part(globals)));
            var value = Expression();
            var format = _literals.Format();
            parts.Add(globals => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, value(globals)));
        }
    }
}
