using System.Data.Common;

namespace Masterplan.Runtime.Hosting;

/// <summary>Tells whether this host's database can be used.</summary>
public interface IStoreStatus
{
    /// <summary>Null while it can be read and written.</summary>
    StoreOutage? Outage { get; }

    /// <summary>What an error of the database means that was met beside the runtime; null if trying again would not help.</summary>
    StoreOutage? Explain(DbException error);
}
