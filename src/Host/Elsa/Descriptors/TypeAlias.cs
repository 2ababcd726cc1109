namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>The names by which definitions and Studio call types.</summary>
internal static class TypeAlias
{
    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(object)] = "Object",
        [typeof(long)] = "Long",
        [typeof(byte[])] = "ByteArray",
        [typeof(IDictionary<string, object>)] = "ObjectDictionary",
        [typeof(Dictionary<string, object>)] = "ObjectDictionary",
        [typeof(IDictionary<string, string>)] = "StringDictionary",
        [typeof(Dictionary<string, string>)] = "StringDictionary",
    };

    public static string Of(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Known.TryGetValue(plain, out var alias))
            return alias;
        return ItemOf(plain) is { } item ? $"List<{Of(item)}>" : plain.Name.Split('`')[0];
    }

    private static Type? ItemOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        var isList = type.IsGenericType && type.GetGenericArguments().Length == 1 && typeof(System.Collections.IEnumerable).IsAssignableFrom(type);
        return isList ? type.GetGenericArguments()[0] : null;
    }
}
