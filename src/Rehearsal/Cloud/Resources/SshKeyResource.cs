using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>SSH keys: done at once, known by name.</summary>
internal sealed partial class SshKeyResource(CloudState state) : IResource
{
    public IEnumerable<Route> Routes =>
    [
        new("GET ssh-key", _ => Json.Of(("ssh-keys", Json.List(state.SshKeys.All.Select(Shape))))),
        new("GET ssh-key/*", call => Shape(state.SshKeys.Find(call.Ids[0]) ?? throw Refusal.NotFound("SSH key"))),
        new("POST ssh-key", Register),
        new("DELETE ssh-key/*", Delete),
    ];

    private static JsonObject Shape(SshKeyRecord key) => Json.Of(("name", key.Name), ("fingerprint", key.Fingerprint));

    private JsonObject Register(Call call)
    {
        var name = call.Body.RequiredText("name");
        if (!NamePattern().IsMatch(name))
            throw Refusal.Bad("bad request");
        if (state.SshKeys.Find(name) is not null)
            throw Refusal.Conflict($"SSH key '{name}' already exists");
        var publicKey = call.Body.RequiredText("public-key", 16384);
        state.SshKeys.Put(name, new(name, publicKey, Fingerprint(publicKey)));
        return OperationShape.Done();
    }

    private JsonObject Delete(Call call)
    {
        var key = state.SshKeys.Find(call.Ids[0]) ?? throw Refusal.NotFound("SSH key");
        state.SshKeys.Remove(key.Name);
        return OperationShape.Done();
    }

    private static string Fingerprint(string publicKey)
    {
        var parts = publicKey.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var blob = new byte[publicKey.Length];
        if (parts.Length < 2 || !KeyTypePattern().IsMatch(parts[0]) || !Convert.TryFromBase64String(parts[1], blob, out var length) || length < 16)
            throw Refusal.Conflict("Public key is invalid");
#pragma warning disable CA5351 // A fingerprint as the API shows it, no protection.
        return string.Join(':', MD5.HashData(blob.AsSpan(0, length)).Select(b => $"{b:x2}"));
#pragma warning restore CA5351
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^(ssh-|ecdsa-sha2-|sk-)")]
    private static partial Regex KeyTypePattern();
}
