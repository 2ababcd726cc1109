using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>An activity that reads members of its JSON that are neither input nor output nor port.</summary>
internal interface IReadsDefinition
{
    void Read(JsonObject json, string path, ActivityBuilder builder);
}
