using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>A refusal of the API, as a Status object.</summary>
public sealed class ApiException(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject? Details { get; init; }

    public static ApiException NotFound(string groupResource, string name) =>
        new(404, "NotFound", $"{groupResource} \"{name}\" not found") { Details = DetailsOf(groupResource, name) };

    public static ApiException Exists(string groupResource, string name) =>
        new(409, "AlreadyExists", $"{groupResource} \"{name}\" already exists") { Details = DetailsOf(groupResource, name) };

    public static ApiException Conflict(string groupResource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {groupResource} \"{name}\": {why}") { Details = DetailsOf(groupResource, name) };

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Invalid(string kind, string name, string field, string why) =>
        new(422, "Invalid", $"{kind} \"{name}\" is invalid: {field}: {why}")
        {
            Details = new JsonObject { ["name"] = name, ["kind"] = kind, ["causes"] = new JsonArray(new JsonObject { ["reason"] = "FieldValueInvalid", ["message"] = why, ["field"] = field }) },
        };

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (Details is not null)
            status["details"] = Details.DeepClone();
        status["code"] = Code;
        return status;
    }

    private static JsonObject DetailsOf(string groupResource, string name)
    {
        var parts = groupResource.Split('.', 2);
        var details = new JsonObject { ["name"] = name, ["kind"] = parts[0] };
        if (parts.Length == 2)
            details["group"] = parts[1];
        return details;
    }
}
