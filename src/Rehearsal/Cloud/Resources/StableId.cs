using System.IO.Hashing;
using System.Text;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Ids for what the rehearsal brings along: the same in each.</summary>
internal static class StableId
{
    internal static Guid Of(string name) => new(XxHash128.Hash(Encoding.UTF8.GetBytes(name)));
}
