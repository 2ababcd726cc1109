using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Masterplan.Host.Pages;

/// <summary>A piece of a page. What is put into it is encoded, unless it is a piece of a page itself.</summary>
internal readonly record struct Html(string Text)
{
    public static Html Empty { get; } = new("");

    public static Html Of(Builder builder) => new(builder.ToString());

    /// <summary>One piece after another.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> render) => new(string.Concat(items.Select(item => render(item).Text)));

    public override string ToString() => Text;

    [InterpolatedStringHandler]
    internal readonly struct Builder(int literalLength, int formattedCount)
    {
        private readonly StringBuilder text = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => text.Append(literal);

        public void AppendFormatted(Html piece) => text.Append(piece.Text);

        public void AppendFormatted<T>(T value) => text.Append(WebUtility.HtmlEncode(value?.ToString()));

        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => text.Append(WebUtility.HtmlEncode(value.ToString(format, null)));

        public override string ToString() => text.ToString();
    }
}
