using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Cloud.Requests;

/// <summary>A call of the API, taken apart.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Pattern">Method and path with the ids replaced by stars: <c>PUT instance/*:start</c>.</param>
/// <param name="Kind">The kind of resource: <c>instance</c>.</param>
/// <param name="Ids">The ids or names in the path.</param>
/// <param name="Query">The query's parameters.</param>
/// <param name="Body">What was sent.</param>
internal sealed record Call(string Method, string Pattern, string Kind, IReadOnlyList<string> Ids, IQueryCollection Query, Body Body)
{
    public bool IsMutation => Method != "GET";

    public Guid Id => IdAt(0);

    public static Call Parse(string method, string path, IQueryCollection query, ReadOnlyMemory<byte> body)
    {
        var parts = path.Trim('/').Split('/');
        var ids = new List<string>();
        for (var i = 1; i < parts.Length; i += 2)
        {
            var colon = parts[i].LastIndexOf(':');
            ids.Add(colon < 0 ? parts[i] : parts[i][..colon]);
            parts[i] = colon < 0 ? "*" : $"*{parts[i][colon..]}";
        }

        return new(method, $"{method} {string.Join('/', parts)}", parts[0], ids, query, Body.Parse(body));
    }

    public Guid IdAt(int index) => Guid.TryParse(Ids[index], out var id) ? id : throw Refusal.NotFound(Kind);
}
