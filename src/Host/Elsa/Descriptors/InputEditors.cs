using System.Collections;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>What the designer's editor of an input needs besides its kind: the choices of a list, the language of code.</summary>
internal static class InputEditors
{
    public static JsonObject Specification(InputDescriptor input)
    {
        var choices = Items(Choices(input));
        return input.UIHint switch
        {
            InputUIHints.DropDown when choices.Length > 0 => DropDown(Choices(input)),
            InputUIHints.CheckList when choices.Length > 0 => new() { ["checklist"] = new JsonObject { ["checkList"] = new JsonObject { ["items"] = new JsonArray(choices), ["isFlagsEnum"] = false } } },
            InputUIHints.RadioList when choices.Length > 0 => new() { ["radiolist"] = new JsonObject { ["radioList"] = new JsonObject { ["items"] = new JsonArray(choices) } } },
            InputUIHints.CodeEditor when input.Options is string language => new() { ["code-editor"] = new JsonObject { ["language"] = language } },
            _ => [],
        };
    }

    public static JsonObject DropDown(IEnumerable<string> choices) => new() { ["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = new JsonArray(Items(choices)) } } };

    private static JsonNode[] Items(IEnumerable<string> choices) => [.. choices.Select(choice => new JsonObject { ["text"] = choice, ["value"] = choice })];

    private static IEnumerable<string> Choices(InputDescriptor input)
    {
        if (input.Options is IEnumerable and not string)
            return ((IEnumerable)input.Options).Cast<object?>().Select(option => option?.ToString() ?? "");
        var type = Nullable.GetUnderlyingType(input.Type) ?? input.Type;
        return type.IsEnum ? Enum.GetNames(type) : [];
    }
}
