using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Access;

/// <summary>The ClusterRoles and bindings that an API server makes for itself. A rule: verbs, groups, resources; "/" in place of groups means paths.</summary>
public static class BootstrapRoles
{
    private const string Read = "get,list,watch";
    private const string Write = "create,update,patch,delete,deletecollection";
    private const string Everyday = "pods,pods/attach,pods/exec,pods/portforward,pods/proxy,pods/eviction,services,services/proxy,configmaps,secrets,serviceaccounts,persistentvolumeclaims,endpoints,events,replicationcontrollers,replicationcontrollers/scale";
    private const string Visible = "pods,pods/log,pods/status,services,services/status,configmaps,serviceaccounts,persistentvolumeclaims,endpoints,events,replicationcontrollers,replicationcontrollers/scale,resourcequotas,limitranges,namespaces,bindings";
    private const string Workloads = "apps,batch,autoscaling,networking.k8s.io,policy,discovery.k8s.io";

    private static readonly (string Role, string Rules, string? Subject)[] Table =
    [
        ("cluster-admin", "*|*|*;*|/|*", "Group:system:masters"),
        ("admin", $"{Read},{Write}||{Everyday},{Visible};{Read},{Write}|{Workloads}|*;{Read},{Write}|rbac.authorization.k8s.io|roles,rolebindings;create|authorization.k8s.io|localsubjectaccessreviews", null),
        ("edit", $"{Read},{Write}||{Everyday};{Read}||{Visible};{Read},{Write}|{Workloads}|*", null),
        ("view", $"{Read}||{Visible};{Read}|{Workloads}|*", null),
        ("system:discovery", "get|/|/api,/api/*,/apis,/apis/*,/healthz,/livez,/readyz,/openapi,/openapi/*,/version,/version/", "Group:system:authenticated"),
        ("system:basic-user", "create|authorization.k8s.io|selfsubjectaccessreviews,selfsubjectrulesreviews;create|authentication.k8s.io|selfsubjectreviews", "Group:system:authenticated"),
        ("system:public-info-viewer", "get|/|/healthz,/livez,/readyz,/version,/version/", "Group:system:authenticated,Group:system:unauthenticated"),
        ("system:monitoring", "get|/|/healthz,/healthz/*,/livez,/livez/*,/readyz,/readyz/*,/metrics,/metrics/slis", "Group:system:monitoring"),
        ("system:node", string.Empty, null),
        ("system:node-proxier", $"list,watch||services,endpoints;{Read}||nodes;create,patch,update|,events.k8s.io|events;list,watch|discovery.k8s.io|endpointslices;list,watch|networking.k8s.io|servicecidrs", "User:system:kube-proxy"),
        ("system:node-problem-detector", "get||nodes;patch||nodes/status;create,patch,update|,events.k8s.io|events", null),
        ("system:kubelet-api-admin", $"{Read},proxy||nodes;*||nodes/proxy,nodes/log,nodes/metrics,nodes/spec,nodes/stats,nodes/configz,nodes/healthz,nodes/pods", null),
        ("system:kube-scheduler", $"create,patch,update|,events.k8s.io|events;create|coordination.k8s.io|leases;get,list,update,watch|coordination.k8s.io|leases;{Read}||nodes;delete,get,list,watch||pods;create||bindings,pods/binding;patch,update||pods/status;{Read}||replicationcontrollers,services,persistentvolumeclaims,persistentvolumes,namespaces;{Read}|apps|replicasets,statefulsets;{Read}|policy|poddisruptionbudgets;{Read}|storage.k8s.io|*;create|authentication.k8s.io|tokenreviews;create|authorization.k8s.io|subjectaccessreviews", "User:system:kube-scheduler"),
        ("system:kube-controller-manager", $"create,patch,update|,events.k8s.io|events;*|coordination.k8s.io|leases;create||secrets,serviceaccounts,serviceaccounts/token;delete,get,update||secrets;get||namespaces,configmaps;get,update||serviceaccounts;create|authentication.k8s.io|tokenreviews;create|authorization.k8s.io|subjectaccessreviews;list,watch|*|*", "User:system:kube-controller-manager"),
        ("system:volume-scheduler", $"{Read},patch,update||persistentvolumes,persistentvolumeclaims;{Read}|storage.k8s.io|*", "User:system:kube-scheduler"),
        ("system:auth-delegator", "create|authentication.k8s.io|tokenreviews;create|authorization.k8s.io|subjectaccessreviews", null),
        ("system:node-bootstrapper", $"create,{Read}|certificates.k8s.io|certificatesigningrequests", null),
        ("system:certificates.k8s.io:certificatesigningrequests:nodeclient", "create|certificates.k8s.io|certificatesigningrequests/nodeclient", null),
        ("system:certificates.k8s.io:certificatesigningrequests:selfnodeclient", "create|certificates.k8s.io|certificatesigningrequests/selfnodeclient", null),
        ("system:persistent-volume-provisioner", $"create,delete,{Read}||persistentvolumes;{Read},update||persistentvolumeclaims;{Read}|storage.k8s.io|storageclasses", null),
        ("system:service-account-issuer-discovery", "get|/|/.well-known/openid-configuration,/openid/v1/jwks", "Group:system:serviceaccounts"),
        ("system:aggregate-to-admin", string.Empty, null),
        ("system:aggregate-to-edit", string.Empty, null),
        ("system:aggregate-to-view", string.Empty, null),
    ];

    public static IEnumerable<(string Plural, JsonObject Value)> All()
    {
        foreach (var (role, rules, subjects) in Table)
        {
            yield return ("clusterroles", new JsonObject { ["metadata"] = Metadata(role), ["rules"] = Json.Array(rules.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Rule)) });
            if (subjects is not null)
                yield return ("clusterrolebindings", Binding(role, subjects.Split(',')));
        }
    }

    private static JsonObject Metadata(string name) => new()
    {
        ["name"] = name,
        ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" },
        ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
    };

    private static JsonObject Binding(string role, string[] subjects) => new()
    {
        ["metadata"] = Metadata(role),
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
        ["subjects"] = Json.Array(subjects.Select(s => s.Split(':', 2)).Select(s => new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = s[0], ["name"] = s[1] })),
    };

    private static JsonObject Rule(string text)
    {
        var parts = text.Split('|');
        var rule = new JsonObject { ["verbs"] = Json.Texts(parts[0].Split(',')) };
        if (parts[1] == "/")
        {
            rule["nonResourceURLs"] = Json.Texts(parts[2].Split(','));
            return rule;
        }

        rule["apiGroups"] = Json.Texts(parts[1].Split(','));
        rule["resources"] = Json.Texts(parts[2].Split(',').Distinct());
        return rule;
    }
}
