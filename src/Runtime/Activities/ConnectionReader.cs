using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities;

/// <summary>Reads a flowchart's connections, in today's form or the older ones, and finds those that lead nowhere.</summary>
internal static class ConnectionReader
{
    public static List<Connection> Read(JsonNode? node, string path, ICollection<IActivity> activities, JsonArray? activityNodes, DefinitionScope scope)
    {
        var list = node as JsonArray ?? (node as JsonObject)?["$values"] as JsonArray ?? [];
        // An activity that could not be built has a fault of its own; lines to it are not faults.
        var written = (activityNodes ?? []).Select(item => References.Text((item as JsonObject)?["id"])).ToHashSet();
        var connections = new List<Connection>();
        for (var i = 0; i < list.Count; i++)
        {
            var itemPath = $"{path}.connections[{i}]";
            var connection = list[i] is JsonObject json ? Read(json) : null;
            if (connection is null)
                scope.Fault(itemPath, "A connection has a source and a target.");
            else if (Check(connection, itemPath, activities, written, scope))
                connections.Add(connection);
        }

        return connections;
    }

    private static Connection? Read(JsonObject json)
    {
        var (source, sourcePort) = End(json["source"], json["sourcePort"], "activity", "port");
        var (target, targetPort) = End(json["target"], json["targetPort"], "activity", "port");
        return source is null || target is null ? null : new Connection(source, sourcePort ?? "Done", target, targetPort ?? "In");
    }

    private static (string? Activity, string? Port) End(JsonNode? end, JsonNode? port, string activityMember, string portMember) => end is JsonObject json
        ? (References.Text(json[activityMember]), References.Text(json[portMember]))
        : (References.Text(end), References.Text(port));

    private static bool Check(Connection connection, string path, ICollection<IActivity> activities, HashSet<string?> written, DefinitionScope scope)
    {
        var source = activities.FirstOrDefault(activity => activity.Id == connection.Source);
        var target = activities.FirstOrDefault(activity => activity.Id == connection.Target);
        if (!written.Contains(connection.Source))
            scope.Fault($"{path}.source", $"The flowchart has no activity '{connection.Source}'.");
        if (!written.Contains(connection.Target))
            scope.Fault($"{path}.target", $"The flowchart has no activity '{connection.Target}'.");
        if (source is null || target is null)
            return false;
        if (Outcomes(source) is { } offered && !offered.Contains(connection.SourcePort))
            scope.Fault($"{path}.source.port", $"'{connection.Source}' has no outcome '{connection.SourcePort}'. It has: {string.Join(", ", offered)}.");
        return true;
    }

    private static IReadOnlyCollection<string>? Outcomes(IActivity activity)
    {
        if (activity is IOffersOutcomes offers)
            return offers.OfferedOutcomes;
        var ports = ActivityDescriptors.Of(activity.GetType()).Ports.Where(port => port.Type == PortType.Flow).Select(port => port.Name).ToList();
        return ports.Count == 0 ? ["Done"] : ports;
    }
}
