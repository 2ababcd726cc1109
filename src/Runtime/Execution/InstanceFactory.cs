using System.Security.Cryptography;
using System.Text;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Execution;

/// <summary>Makes new instances: a row that is ready to run, its input, and the workflow itself as the first thing to run.</summary>
internal static class InstanceFactory
{
    public static NewInstance Create(InstanceRow row, IDictionary<string, object?> input)
    {
        (row.SubStatus, row.IsRunnable) = (WorkflowSubStatus.Pending, true);
        var root = new ContextState { Id = Hash($"{row.Id}|root"), NodeId = "Workflow1", Sequence = row.NextWork() };
        return new NewInstance(row, new Dictionary<string, string>
        {
            [PartKeys.Input] = RuntimeJson.Serialize(input),
            [PartKeys.Context(root.Id)] = RuntimeJson.Serialize(root),
        });
    }

    /// <summary>Sixteen hexadecimal digits that depend on the text alone.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
