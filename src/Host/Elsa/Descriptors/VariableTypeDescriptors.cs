namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>The types that the designer offers for variables, inputs and outputs.</summary>
internal static class VariableTypeDescriptors
{
    public static readonly object[] All =
    [
        Type("Object", "Primitives", "Any value."),
        Type("String", "Primitives", "Text."),
        Type("Boolean", "Primitives", "True or false."),
        Type("Int32", "Primitives", "A whole number of 32 bits."),
        Type("Long", "Primitives", "A whole number of 64 bits."),
        Type("Single", "Primitives", "A floating-point number of 32 bits."),
        Type("Double", "Primitives", "A floating-point number of 64 bits."),
        Type("Decimal", "Primitives", "An exact decimal number."),
        Type("Guid", "Primitives", "A globally unique identifier."),
        Type("DateTime", "Primitives", "A date with a time."),
        Type("DateTimeOffset", "Primitives", "A date with a time and its distance to UTC."),
        Type("TimeSpan", "Primitives", "A duration, as 00:05:00."),
        Type("StringDictionary", "Lookups", "Texts by name."),
        Type("ObjectDictionary", "Lookups", "Values by name."),
        Type("JSON", "Dynamic", "A JSON value whose members are read by name."),
        Type("JsonElement", "Dynamic", "A JSON value to read."),
        Type("JsonNode", "Dynamic", "A JSON value to read and write."),
        Type("JsonObject", "Dynamic", "A JSON object to read and write."),
        Type("ByteArray", "Data", "Bytes."),
    ];

    private static object Type(string name, string category, string description) => new { TypeName = name, DisplayName = name, Category = category, Description = description };
}
