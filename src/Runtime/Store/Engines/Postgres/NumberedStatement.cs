using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>A statement whose parameters are numbered, so that Npgsql need not read it again each time, and typed, nulls too, so that the server's prepared one serves every time.</summary>
internal sealed partial class NumberedStatement(string sql)
{
    private readonly string _numbered = Named().Replace(sql, match => $"${int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) + 1}");
    private NpgsqlDbType?[] _types = [];
    private string _text = "";

    public void Fill(DbBatchCommand command, object[] values)
    {
        Learn(values);
        command.CommandText = _text;
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(new NpgsqlParameter { Value = values[i], NpgsqlDbType = _types[i] ?? NpgsqlDbType.Unknown });
    }

    /// <summary>A parameter that was null until now gets its type, and the statement a text of its own, so that what was prepared without the type is left behind.</summary>
    private void Learn(object[] values)
    {
        if (_text.Length > 0 && !values.Where((value, i) => _types[i] is null && value is not DBNull).Any())
            return;
        _types = [.. values.Select((value, i) => _types.ElementAtOrDefault(i) ?? TypeOf(value))];
        _text = $"{_numbered} -- {_types.Count(type => type is not null)}";
    }

    private static NpgsqlDbType? TypeOf(object value) => value switch
    {
        string => NpgsqlDbType.Text,
        int => NpgsqlDbType.Integer,
        long => NpgsqlDbType.Bigint,
        bool => NpgsqlDbType.Boolean,
        DBNull => null,
        _ => throw new ArgumentException($"A statement has no parameters of {value.GetType()}.", nameof(value)),
    };

    [GeneratedRegex("@p([0-9]+)")]
    private static partial Regex Named();
}
