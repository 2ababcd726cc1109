using System.Globalization;
using System.Text;

namespace Masterplan.Runtime.Expressions.CSharp;

/// <summary>Reads the smallest parts of C#: marks, names, constants and the pieces of interpolated strings.</summary>
internal sealed class CSharpLiterals(string text)
{
    private int _at;

    public bool IsAtEnd
    {
        get
        {
            SkipSpace();
            return _at == text.Length;
        }
    }

    public ExpressionException Fault(string message) => new($"This is not a C# expression that can be evaluated here: {message}, at character {_at + 1} of `{text}`.");

    public void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    public bool Take(string mark)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, mark, 0, mark.Length) != 0)
            return false;
        // A mark that another one begins with is taken only where it stands alone.
        var next = _at + mark.Length < text.Length ? text[_at + mark.Length] : ' ';
        if ((mark == "?" && next is '?' or '.' && mark == "?") || (mark is "<" or ">" or "!" && next == '='))
            return false;
        _at += mark.Length;
        return true;
    }

    public void Demand(string mark)
    {
        if (!Take(mark))
            throw Fault($"'{mark}' is missing");
    }

    public bool TakeWord(string word)
    {
        SkipSpace();
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0 || (_at + word.Length < text.Length && IsNamePart(text[_at + word.Length])))
            return false;
        _at += word.Length;
        return true;
    }

    public string Name()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length && IsNamePart(text[_at]))
            _at++;
        return _at > start && !char.IsAsciiDigit(text[start]) ? text[start.._at] : throw Fault("A name or a value is missing");
    }

    public bool TryConstant(out object? value)
    {
        SkipSpace();
        value = null;
        if (TakeWord("null"))
            return true;
        if (TakeWord("true") || TakeWord("false"))
        {
            value = text[_at - 2] == 'u';
            return true;
        }

        if (_at < text.Length && char.IsAsciiDigit(text[_at]))
            value = Number();
        else if (Take("\""))
            value = Text('"');
        else if (Take("'"))
            value = Text('\'');
        return value is not null;
    }

    /// <summary>The text of an interpolated string up to a value or the end; says which of the two.</summary>
    public string Piece(out char end)
    {
        var piece = new StringBuilder();
        while (_at < text.Length)
        {
            var character = text[_at++];
            var isDoubled = character is '{' or '}' && _at < text.Length && text[_at] == character;
            if (isDoubled)
                _at++;
            else if (character is '"' or '{')
            {
                end = character;
                return piece.ToString();
            }

            piece.Append(character == '\\' ? Escaped() : character);
        }

        throw Fault("The closing quote is missing");
    }

    /// <summary>The rest of an interpolated value as a composite format: alignment and format, if given, and the closing brace.</summary>
    public string Format()
    {
        var end = text.IndexOf('}', _at);
        if (end < 0)
            throw Fault("'}' is missing");
        var rest = text[_at..end].Trim();
        if (rest.Length > 0 && rest[0] is not (',' or ':'))
            throw Fault("'}' is missing");
        _at = end + 1;
        return $"{{0{rest}}}";
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_';

    private object Number()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))))
            _at++;
        var digits = text[start.._at];
        if (TakeWord("m") || TakeWord("M"))
            return decimal.Parse(digits, CultureInfo.InvariantCulture);
        if (digits.Contains('.', StringComparison.Ordinal) || TakeWord("d") || TakeWord("D"))
            return double.Parse(digits, CultureInfo.InvariantCulture);
        if (!long.TryParse(digits, CultureInfo.InvariantCulture, out var whole))
            throw Fault("The number is too large");
        return !TakeWord("L") && whole <= int.MaxValue ? (int)whole : (object)whole;
    }

    private string Text(char quote)
    {
        var read = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
            read.Append(text[_at++] == '\\' ? Escaped() : text[_at - 1]);
        if (_at++ >= text.Length)
            throw Fault("The closing quote is missing");
        return read.ToString();
    }

    private char Escaped() => _at >= text.Length ? throw Fault("The closing quote is missing") : text[_at++] switch
    {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        '\\' => '\\',
        '"' => '"',
        '\'' => '\'',
        var other => throw Fault($"'\\{other}' is no escape"),
    };
}
