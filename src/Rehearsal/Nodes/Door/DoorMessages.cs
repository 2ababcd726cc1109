using System.Text.Json.Serialization;
using Masterplan.Activities.Nodes;

namespace Masterplan.Rehearsal.Nodes.Door;

/// <summary>What goes through the node door, as JSON.</summary>
public static class DoorMessages
{
    public const string KeyHeader = "Node-Key";
    public const string HostKeyHeader = "Node-Host-Key";

    public sealed record Run(IReadOnlyList<string> Argv, string? Stdin);

    public sealed record RunAnswer(int ExitCode, string Stdout, string Stderr);

    public sealed record Paths([property: JsonPropertyName("paths")] IReadOnlyList<string> List);

    public sealed record InspectAnswer(Dictionary<string, FileFact> Files);

    public sealed record UploadFile(string Path, string Mode, string Owner, byte[] Content);

    public sealed record Upload(IReadOnlyList<UploadFile> Files);

    public sealed record Read(string Path, long Offset, int Length);

    public sealed record ReadAnswer(byte[] Content);

    public sealed record Write(string Path, long Offset, byte[] Content);

    public sealed record Fetch(string Url, string Sha512, string Path, string Mode);

    public sealed record FetchAnswer(bool Changed);

    public sealed record Done;
}
