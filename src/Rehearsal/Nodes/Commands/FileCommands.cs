using System.Security.Cryptography;
using System.Text;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Disks;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>The commands that look at files and change them.</summary>
public sealed class FileCommands(Disk disk, Artifacts artifacts)
{
    public void AddTo(Dictionary<string, Func<Invocation, Task<CommandResult>>> programs)
    {
        Add("cat", i => Each(i, "cat", p => disk.ReadText(p)));
        Add("sha256sum", i => Each(i, "sha256sum", p => disk.Read(p) is { } b ? $"{Convert.ToHexStringLower(SHA256.HashData(b))}  {p}\n" : null));
        Add("sha512sum", i => Each(i, "sha512sum", p => disk.Read(p) is { } b ? $"{disk.Entry(p).Sha512 ?? Convert.ToHexStringLower(SHA512.HashData(b))}  {p}\n" : null));
        Add("ls", List);
        Add("stat", Stat);
        Add("test", Test);
        Add("rm", Remove);
        Add("mkdir", i => Do(i.Operands.Where(o => o.StartsWith('/')), p => disk.MakeFolder(p, i.Arguments.SkipWhile(a => a != "-m").Skip(1).FirstOrDefault("0755"))));
        Add("mv", i => Pair(i, disk.Move));
        Add("cp", i => Pair(i, (from, to) => disk.Write(to, disk.Read(from) ?? throw new IOException($"cannot stat '{from}': No such file or directory"), disk.Entry(from).Mode, disk.Entry(from).Owner, disk.Entry(from).Sha512)));
        Add("touch", i => Do(i.Operands, p => disk.Write(p, disk.Read(p) ?? [], disk.Entry(p).Mode, disk.Entry(p).Owner)));
        Add("chmod", i => Do(i.Operands.Skip(1), p => disk.SetEntry(p, e => e with { Mode = i.Operands.First().PadLeft(4, '0') })));
        Add("chown", i => Do(i.Operands.Skip(1), p => disk.SetEntry(p, e => e with { Owner = i.Operands.First() })));
        Add("ln", i => Pair(i, (target, path) => disk.MakeLink(path, target)));
        Add("readlink", i => Each(i, "readlink", p => disk.ReadLink(p) is { } l ? l + "\n" : null));
        Add("tee", i => Do(i.Operands, p => disk.WriteText(p, i.Input ?? string.Empty)));
        Add("tar", Unpack);

        void Add(string name, Func<Invocation, CommandResult> run) => programs[name] = i => Task.FromResult(run(i));
    }

    private static CommandResult Each(Invocation invocation, string program, Func<string, string?> read)
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        foreach (var path in invocation.Operands)
        {
            if (read(path) is { } text)
                output.Append(text);
            else
                errors.Append($"{program}: {path}: No such file or directory\n");
        }

        return new CommandResult(errors.Length > 0 ? 1 : 0, output.ToString(), errors.ToString());
    }

    private static CommandResult Do(IEnumerable<string> paths, Action<string> act)
    {
        foreach (var path in paths)
            act(path);
        return Ok();
    }

    private CommandResult Pair(Invocation invocation, Action<string, string> act)
    {
        if (invocation.Operands.ToList() is not [var from, var to])
            return Fail(1, "missing file operand");
        act(from, disk.IsFolder(to) ? $"{to.TrimEnd('/')}/{Path.GetFileName(from)}" : to);
        return Ok();
    }

    private CommandResult List(Invocation invocation)
    {
        var path = invocation.Operands.FirstOrDefault("/");
        if (!disk.Exists(path))
            return Fail(2, $"ls: cannot access '{path}': No such file or directory");
        var names = disk.IsFolder(path) ? disk.List(path).Where(n => n[0] != '.' || invocation.Arguments.Any(a => a.StartsWith('-') && a.Contains('a', StringComparison.OrdinalIgnoreCase))) : [path];
        return Ok(string.Concat(names.Select(n => n + "\n")));
    }

    private CommandResult Stat(Invocation invocation)
    {
        var at = Array.FindIndex(invocation.Arguments, a => a is "-c" or "--format");
        var format = at >= 0 ? invocation.Arguments[at + 1] : invocation.Arguments.FirstOrDefault(a => a.StartsWith("--format=", StringComparison.Ordinal))?["--format=".Length..] ?? "%a %U:%G %s %n";
        return Each(invocation with { Arguments = [.. invocation.Operands.Where(o => o != format)] }, "stat", path =>
        {
            if (!disk.Exists(path))
                return null;
            var entry = disk.Entry(path);
            var owner = entry.Owner.Split(':');
            return format.Replace("%a", entry.Mode.TrimStart('0'), StringComparison.Ordinal).Replace("%U", owner[0], StringComparison.Ordinal)
                .Replace("%G", owner[^1], StringComparison.Ordinal).Replace("%s", (disk.Read(path)?.Length ?? 4096).ToString(), StringComparison.Ordinal)
                .Replace("%n", path, StringComparison.Ordinal).Replace("%F", disk.IsFolder(path) ? "directory" : "regular file", StringComparison.Ordinal) + "\n";
        });
    }

    private CommandResult Test(Invocation invocation)
    {
        var holds = invocation.Arguments switch
        {
            ["-e", var p] => disk.Exists(p),
            ["-f", var p] => disk.IsFile(p),
            ["-d", var p] => disk.IsFolder(p),
            ["-s", var p] => disk.Read(p) is { Length: > 0 },
            ["-x", var p] => disk.IsFile(p) && disk.Entry(p).Mode.Any(d => (d - '0') % 2 == 1),
            ["-L", var p] => disk.ReadLink(p) is not null,
            ["!", .. var rest] => Test(invocation with { Arguments = rest }).ExitCode != 0,
            _ => false,
        };
        return holds ? Ok() : new CommandResult(1, string.Empty, string.Empty);
    }

    private CommandResult Remove(Invocation invocation)
    {
        var options = string.Concat(invocation.Arguments.Where(a => a.StartsWith('-')));
        foreach (var path in invocation.Operands)
        {
            if (disk.IsFolder(path) && disk.ReadLink(path) is null && !options.Contains('r', StringComparison.OrdinalIgnoreCase))
                return Fail(1, $"rm: cannot remove '{path}': Is a directory");
            if (!disk.Delete(path) && !options.Contains('f', StringComparison.Ordinal))
                return Fail(1, $"rm: cannot remove '{path}': No such file or directory");
        }

        return Ok();
    }

    private CommandResult Unpack(Invocation invocation)
    {
        string? archive = null;
        var folder = "/root";
        var strip = 0;
        var wanted = new List<string>();
        for (var i = 0; i < invocation.Arguments.Length; i++)
        {
            var argument = invocation.Arguments[i];
            if (argument is "-C" or "--directory")
                folder = invocation.Arguments[++i];
            else if (argument.StartsWith("--strip-components", StringComparison.Ordinal))
                strip = int.Parse(argument.Contains('=', StringComparison.Ordinal) ? argument.Split('=')[1] : invocation.Arguments[++i]);
            else if (archive is null && (argument.EndsWith('f') && i < 2 || argument == "--file"))
                archive = invocation.Arguments[++i];
            else if (!argument.StartsWith('-'))
                wanted.Add(argument);
        }

        return archive is null ? Fail(2, "tar: you must specify an archive") : artifacts.Unpack(archive, folder.TrimEnd('/'), strip, wanted) is { } fault ? Fail(2, fault) : Ok();
    }
}
