using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>Questions to the API server about tokens and access, answered and forgotten.</summary>
public static class Reviews
{
    public static JsonObject Answer(ApiServer server, ResourceType type, UserInfo user, JsonObject question)
    {
        var answer = question.Clone();
        answer["apiVersion"] = type.ApiVersion;
        answer["kind"] = type.Kind;
        answer["status"] = type.Kind switch
        {
            "TokenReview" => Token(server, question.Text("spec", "token") ?? string.Empty),
            "SelfSubjectReview" => new JsonObject { ["userInfo"] = Describe(user) },
            "SelfSubjectAccessReview" => Access(server, user, question),
            "SelfSubjectRulesReview" => new JsonObject { ["resourceRules"] = new JsonArray(), ["nonResourceRules"] = new JsonArray(), ["incomplete"] = true },
            _ => Access(server, new UserInfo(question.Text("spec", "user") ?? string.Empty, [.. question.Texts("spec", "groups")]), question),
        };
        return answer;
    }

    private static JsonObject Token(ApiServer server, string token) => server.Authenticator.FromToken(token) is { } user
        ? new JsonObject { ["authenticated"] = true, ["user"] = Describe(user) }
        : new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" };

    private static JsonObject Access(ApiServer server, UserInfo user, JsonObject question)
    {
        var resource = question.At("spec", "resourceAttributes");
        var request = resource is not null
            ? new AccessRequest(resource.Text("verb") ?? string.Empty, resource.Text("group") ?? string.Empty, resource.Text("resource") ?? string.Empty, resource.Text("subresource") ?? string.Empty, resource.Text("namespace") ?? string.Empty, resource.Text("name") ?? string.Empty)
            : new AccessRequest(question.Text("spec", "nonResourceAttributes", "verb") ?? string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, question.Text("spec", "nonResourceAttributes", "path") ?? "/");
        return new JsonObject { ["allowed"] = server.Allows(user, request) };
    }

    private static JsonObject Describe(UserInfo user) => new() { ["username"] = user.Name, ["groups"] = Json.Texts(user.Groups) };
}
