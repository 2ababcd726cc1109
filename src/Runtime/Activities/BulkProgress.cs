namespace Masterplan.Runtime.Activities;

/// <summary>How far a bulk dispatch has come; persisted with it.</summary>
internal sealed class BulkProgress
{
    public int Total { get; set; }

    /// <summary>The next item to dispatch.</summary>
    public int Next { get; set; }

    public int Dispatched { get; set; }

    public int Ended { get; set; }

    /// <summary>Items whose workflows had succeeded before a retry.</summary>
    public List<int> Done { get; set; } = [];

    public List<ChildEnd> Failed { get; set; } = [];
}
