namespace Masterplan.Runtime.Activities.Http;

/// <summary>A file that came with a request: what it is, without its content.</summary>
public sealed record HttpFileData(string Name, string FileName, string ContentType, long Size);
