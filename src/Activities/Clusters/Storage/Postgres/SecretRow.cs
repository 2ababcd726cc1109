using System.ComponentModel.DataAnnotations;

namespace Masterplan.Activities.Clusters.Storage.Postgres;

/// <summary>A secret, encrypted by the hosts' key ring, which is not in this database.</summary>
public sealed class SecretRow
{
    [Key]
    public required string Name { get; init; }

    public required byte[] Content { get; set; }
}
