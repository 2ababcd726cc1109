using System.ComponentModel.DataAnnotations;

namespace Masterplan.Activities.Clusters.Storage.Postgres;

/// <summary>A small document that is read and written whole, as the list of users and keys.</summary>
public sealed class DocumentRow
{
    [Key]
    public required string Name { get; init; }

    public required string Json { get; set; }

    /// <summary>Grows by one with each change; of two who change it at once, one has to begin anew.</summary>
    [ConcurrencyCheck]
    public long Revision { get; set; }
}
