using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Nodes.Disks;

namespace Masterplan.Rehearsal.Nodes.Ignition;

/// <summary>Carries out an Ignition configuration of spec 3.3.0 on a new disk, and refuses any other as the real one does.</summary>
public sealed class IgnitionRunner(Disk disk, Artifacts artifacts)
{
    private static readonly string[] TopLevel = ["ignition", "kernelArguments", "passwd", "storage", "systemd"];

    public void Apply(string userData)
    {
        var config = Parse(userData);
        foreach (var user in Items(config["passwd"], "users"))
            AddUser(user);
        var storage = config["storage"];
        foreach (var folder in Items(storage, "directories"))
            disk.MakeFolder(PathOf(folder), Mode(folder, "0755"), Owner(folder));
        foreach (var file in Items(storage, "files"))
            WriteFile(file);
        foreach (var link in Items(storage, "links"))
            disk.MakeLink(PathOf(link), Text(link, "target") ?? throw new IgnitionException("link target is required"));
        foreach (var unit in Items(config["systemd"], "units"))
            AddUnit(unit);
    }

    private static JsonObject Parse(string userData)
    {
        JsonObject config;
        try
        {
            config = JsonNode.Parse(userData) as JsonObject ?? throw new IgnitionException("couldn't parse config: not an object");
        }
        catch (JsonException e)
        {
            throw new IgnitionException($"couldn't parse config: {e.Message}");
        }

        var version = Text(config["ignition"], "version");
        if (version != "3.3.0")
            throw new IgnitionException(version is null ? "unsupported config version: missing" : $"unsupported config version: {version}");
        var unknown = config.Select(m => m.Key).Except(TopLevel).ToList();
        if (unknown.Count > 0)
            throw new IgnitionException($"unused key {unknown[0]}");
        return config;
    }

    private void AddUser(JsonObject user)
    {
        var name = Text(user, "name") ?? throw new IgnitionException("passwd.users: name is required");
        var keys = (user["sshAuthorizedKeys"] as JsonArray)?.Select(k => k!.GetValue<string>()) ?? [];
        disk.WriteText($"/home/{name}/.ssh/authorized_keys.d/ignition", string.Join('\n', keys) + "\n", "0600", $"{name}:{name}");
    }

    private void WriteFile(JsonObject file)
    {
        var path = PathOf(file);
        var contents = file["contents"] as JsonObject;
        var source = Text(contents, "source") ?? string.Empty;
        var overwrite = file["overwrite"]?.GetValue<bool>() ?? false;
        if (disk.IsFile(path) && !overwrite)
            throw new IgnitionException($"error creating file {path}: file exists and overwrite is false");
        if (Text(contents, "compression") is "gzip" && !source.StartsWith("data:", StringComparison.Ordinal))
            throw new IgnitionException($"{path}: compression of remote files is not simulated");
        if (source.StartsWith("http", StringComparison.Ordinal))
            artifacts.Put(source, path, Mode(file, "0644"), Text(contents?["verification"], "hash") is { } hash && hash.StartsWith("sha512-", StringComparison.Ordinal) ? hash[7..] : null);
        else
            disk.Write(path, DataUrl.Decode(source, Text(contents, "compression") == "gzip"), Mode(file, "0644"), Owner(file));
    }

    private void AddUnit(JsonObject unit)
    {
        var name = Text(unit, "name") ?? throw new IgnitionException("systemd.units: name is required");
        if (Text(unit, "contents") is { } contents)
            disk.WriteText($"/etc/systemd/system/{name}", contents);
        foreach (var dropin in Items(unit, "dropins"))
            disk.WriteText($"/etc/systemd/system/{name}.d/{Text(dropin, "name")}", Text(dropin, "contents") ?? string.Empty);
        if (unit["mask"]?.GetValue<bool>() ?? false)
            disk.MakeLink($"/etc/systemd/system/{name}", "/dev/null");
        if (unit["enabled"]?.GetValue<bool>() ?? false)
            disk.MakeLink($"/etc/systemd/system/multi-user.target.wants/{name}", $"/etc/systemd/system/{name}");
    }

    private static string PathOf(JsonObject item)
    {
        var path = Text(item, "path");
        return path is not null && path.StartsWith('/') ? path : throw new IgnitionException($"path not absolute: '{path}'");
    }

    private static string Mode(JsonObject item, string fallback) =>
        item["mode"] is { } mode ? "0" + Convert.ToString(mode.GetValue<int>() & 4095, 8).PadLeft(3, '0') : fallback;

    private static string Owner(JsonObject item) => $"{Text(item["user"], "name") ?? "root"}:{Text(item["group"], "name") ?? "root"}";

    private static string? Text(JsonNode? node, string name) => (node as JsonObject)?[name]?.GetValue<string>();

    private static IEnumerable<JsonObject> Items(JsonNode? node, string name) => ((node as JsonObject)?[name] as JsonArray)?.OfType<JsonObject>() ?? [];
}
