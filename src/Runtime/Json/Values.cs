using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace Masterplan.Runtime.Json;

/// <summary>Converts values between the types that expressions, JSON and activities use.</summary>
internal static class Values
{
    public static T? To<T>(object? value) => typeof(T) != typeof(object) && value is T same ? same : (T?)To(value, typeof(T));

    /// <summary>Converts, or throws a <see cref="FormatException"/> that names the value and the type.</summary>
    public static object? To(object? value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null or JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
            return type.IsValueType && target == type ? Activator.CreateInstance(type) : null;
        if (target == typeof(object))
            return value is JsonElement or JsonNode ? RuntimeJson.Deserialize<object>(JsonOf(value)) : value;
        if (target.IsInstanceOfType(value))
            return value;
        try
        {
            return Convert(value, target);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidCastException or OverflowException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"The value {Shown(value)} is not a {NameOf(target)}.", e);
        }
    }

    /// <summary>The items of a sequence, of a JSON array as text, or of one value.</summary>
    public static IEnumerable<object?> Items(object? value) => value switch
    {
        null => [],
        string text when text.AsSpan().TrimStart().StartsWith("[") => RuntimeJson.Deserialize<List<object?>>(text)!,
        string text => [text],
        JsonElement or JsonNode => RuntimeJson.Deserialize<object>(JsonOf(value)) is List<object?> list ? list : [value],
        IDictionary => [value],
        IEnumerable sequence => sequence.Cast<object?>(),
        _ => [value],
    };

    /// <summary>The value as plain data that JSON can carry, the same before and after it was stored.</summary>
    public static object? Plain(object? value) => value switch
    {
        null or string or bool or int or long or double => value,
        _ => RuntimeJson.Deserialize<object>(JsonOf(value)),
    };

    public static string JsonOf(object? value) => value switch
    {
        null => "null",
        JsonElement element => element.GetRawText(),
        JsonNode node => node.ToJsonString(RuntimeJson.Options),
        _ => JsonSerializer.Serialize(value, value.GetType(), RuntimeJson.Options),
    };

    public static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;

    private static object? Convert(object value, Type target) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.String } element => FromText(element.GetString()!, target),
        JsonValue node when node.GetValueKind() == JsonValueKind.String => FromText(node.GetValue<string>(), target),
        string text => FromText(text, target),
        _ when target == typeof(string) => TextOf(value),
        IConvertible number when target.IsPrimitive || target == typeof(decimal) => FromNumber(number, target),
        IConvertible number when target.IsEnum => Enum.ToObject(target, number),
        _ => JsonSerializer.Deserialize(JsonOf(value), target, RuntimeJson.Options),
    };

    private static object FromNumber(IConvertible number, Type target)
    {
        if (number is double or float or decimal && target != typeof(double) && target != typeof(float) && target != typeof(decimal))
        {
            var exact = number.ToDecimal(CultureInfo.InvariantCulture);
            if (exact != decimal.Truncate(exact))
                throw new FormatException("It has a fraction.");
        }

        return System.Convert.ChangeType(number, target, CultureInfo.InvariantCulture);
    }

    private static string TextOf(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTime or DateTimeOffset => JsonSerializer.Serialize(value, RuntimeJson.Options).Trim('"'),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        JsonElement { ValueKind: not (JsonValueKind.Object or JsonValueKind.Array) } element => element.GetRawText(),
        _ => JsonOf(value),
    };

    private static object? FromText(string text, Type target)
    {
        var culture = CultureInfo.InvariantCulture;
        if (target == typeof(string)) return text;
        if (target == typeof(TimeSpan)) return text.StartsWith('P') ? XmlConvert.ToTimeSpan(text) : TimeSpan.Parse(text, culture);
        if (target == typeof(DateTimeOffset)) return DateTimeOffset.Parse(text, culture, DateTimeStyles.AssumeUniversal);
        if (target == typeof(DateTime)) return DateTime.Parse(text, culture, DateTimeStyles.RoundtripKind);
        if (target == typeof(Guid)) return Guid.Parse(text);
        if (target == typeof(Uri)) return new Uri(text, UriKind.RelativeOrAbsolute);
        if (target == typeof(byte[])) return System.Convert.FromBase64String(text);
        if (target.IsEnum) return Enum.Parse(target, text, ignoreCase: true);
        if (target == typeof(bool)) return bool.Parse(text);
        if (target.IsPrimitive || target == typeof(decimal)) return FromNumberText(text, target);
        if (target == typeof(JsonElement)) return JsonSerializer.SerializeToElement(JsonNode.Parse(text));
        return JsonSerializer.Deserialize(text, target, RuntimeJson.Options);
    }

    private static object FromNumberText(string text, Type target) =>
        target == typeof(double) || target == typeof(float)
            ? System.Convert.ChangeType(double.Parse(text, CultureInfo.InvariantCulture), target, CultureInfo.InvariantCulture)
            : FromNumber(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), target);

    private static string Shown(object value)
    {
        var text = value as string ?? JsonOf(value);
        return $"'{(text.Length > 80 ? text[..80] + "…" : text)}'";
    }
}
