using System.Collections;
using System.Text;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>The default spec as YAML, each member below its description: a pure function.</summary>
public static class ClusterSpecText
{
    private const int Width = 120;

    /// <summary>The text of docs/cluster-spec.yaml.</summary>
    public static string Generate()
    {
        var text = new StringBuilder("# A cluster as a person writes it down, with every default. Leave out what you keep.\n# `masterplan bootstrap NAME --spec FILE` reads it.\n");
        Append(text, new ClusterSpec(), "");
        return text.ToString();
    }

    private static void Append(StringBuilder text, object spec, string indent)
    {
        foreach (var member in spec.GetType().GetProperties())
        {
            if (indent.Length == 0)
                text.Append('\n');
            AppendComment(text, ClusterSpecSchema.DescriptionOf(member), indent);
            text.Append($"{indent}{SpecBinder.CamelCase(member)}:");
            AppendValue(text, member.GetValue(spec)!, ClusterSpecSchema.IsSpec(member.PropertyType), indent);
        }
    }

    private static void AppendValue(StringBuilder text, object value, bool isSpec, string indent)
    {
        if (isSpec)
        {
            text.Append('\n');
            Append(text, value, indent + "  ");
        }
        else if (value is IReadOnlyList<string> items)
        {
            text.Append('\n');
            foreach (var item in items)
                text.Append($"{indent}  - {item}\n");
        }
        else
        {
            text.Append($" {Scalar(value)}\n");
        }
    }

    private static string Scalar(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        "" => "\"\"",
        IDictionary => "{}",
        _ => value.ToString()!,
    };

    private static void AppendComment(StringBuilder text, string description, string indent)
    {
        var line = new StringBuilder($"{indent}#");
        foreach (var word in description.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                text.Append(line).Append('\n');
                line.Clear().Append($"{indent}#");
            }

            line.Append(' ').Append(word);
        }

        text.Append(line).Append('\n');
    }
}
