namespace Masterplan.Runtime.Store;

/// <summary>A bookmark whose time has come.</summary>
internal sealed record DueBookmark(string Id, string InstanceId);
