using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Patches;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Kubernetes.Storage;
using Masterplan.Rehearsal.Nodes.Etcd;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>Creates, changes and deletes objects by the API's rules. Changes are made one at a time.</summary>
public sealed class Registry(ApiCluster cluster)
{
    private const int Attempts = 10;
    private static readonly string[] OwnedByServer = ["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields", "selfLink"];
    private readonly Lock gate = new();

    public JsonObject? Find(ResourceType type, string scope, string name) => cluster.Store.Get(type.Key(scope, name))?.Value;

    public JsonObject Get(ResourceType type, string scope, string name) =>
        Find(type, scope, name) ?? throw ApiException.NotFound(type.GroupResource, name);

    public IEnumerable<JsonObject> List(ResourceType type, string? scope = null) => cluster.Store.List(type.KeyPrefix(scope)).Select(s => s.Value);

    public IEnumerable<JsonObject> List(string plural, string? scope = null) => List(Catalogue.Of(plural), scope);

    public static string? NodeOf(StoreEvent change) => (change.After ?? change.Before)?.Value.Text("spec", "nodeName");

    public JsonObject Create(ResourceType type, string scope, JsonObject given, WriteOptions options)
    {
        return Decide(() =>
        {
            var value = given.Clone();
            CheckIdentity(type, scope, value);
            var metadata = value.Make("metadata");
            if (value.Name().Length == 0 && value.Text("metadata", "generateName") is { } start)
                metadata["name"] = start + Suffix();
            var name = value.Name();
            Checks.Name(type, name);
            if (type.IsNamespaced)
                CheckNamespace(type, scope, name);
            if (Find(type, scope, name) is not null)
                throw ApiException.Exists(type.GroupResource, name);
            foreach (var owned in OwnedByServer)
                metadata.Remove(owned);
            metadata["uid"] = Guid.NewGuid().ToString();
            metadata["creationTimestamp"] = Json.Stamp(cluster.World.Now);
            metadata["generation"] = 1;
            if (type.HasStatus && options.Manager is not null && type.Plural != "customresourcedefinitions")
                value.Remove("status");
            Defaults.Apply(cluster, type, value);
            Checks.Content(type, value);
            Ownership.Note(type, null, value, options, cluster.World.Now);
            return options.DryRun ? value : cluster.Store.Put(type.Key(scope, name), value).Value;
        });
    }

    /// <summary>Replaces an object by what <paramref name="change"/> makes of it; the same thing back means no change.</summary>
    public JsonObject Modify(ResourceType type, string scope, string name, WriteOptions options, Func<JsonObject, JsonObject> change)
    {
        return Decide(() =>
        {
            var before = Get(type, scope, name);
            var after = change(before.Clone());
            if (ReferenceEquals(after, before))
                return before;
            var asked = after.Text("metadata", "resourceVersion");
            if (asked is { Length: > 0 } && asked != before.Text("metadata", "resourceVersion"))
                throw ApiException.Conflict(type.GroupResource, name, "the object has been modified; please apply your changes to the latest version and try again");
            if (after.Uid() is { Length: > 0 } uid && uid != before.Uid())
                throw ApiException.Conflict(type.GroupResource, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid()}");
            CheckIdentity(type, scope, after);
            if (after.Name() != name)
                throw ApiException.BadRequest($"the name of the object ({after.Name()}) does not match the name on the URL ({name})");
            Preserve(type, before, after, options);
            Checks.Content(type, after);
            if (options.Manager is not null)
                Ownership.Note(type, before, after, options, cluster.World.Now);
            return Save(type, scope, name, before, after, options);
        });
    }

    public JsonObject Update(ResourceType type, string scope, string name, JsonObject value, WriteOptions options) =>
        Modify(type, scope, name, options, _ => value.Clone());

    /// <summary>Deletes, or marks for deletion what has finalizers or a grace period; the answer is the object as it was last.</summary>
    public JsonObject Delete(ResourceType type, string scope, string name, DeleteOptions options)
    {
        return Decide(() =>
        {
            var value = Get(type, scope, name);
            if (options.Uid is { } uid && uid != value.Uid())
                throw ApiException.Conflict(type.GroupResource, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {value.Uid()}");
            if (options.ResourceVersion is { } version && version != value.Text("metadata", "resourceVersion"))
                throw ApiException.Conflict(type.GroupResource, name, $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {value.Text("metadata", "resourceVersion")}");
            if (options.DryRun)
                return value;
            if (options.Propagation == "Orphan")
                Orphan(value.Uid());
            var grace = GraceOf(type, value, options);
            if (grace == 0 && IsFree(type, value))
            {
                cluster.Store.Delete(type.Key(scope, name));
                return value;
            }

            if (value.Text("metadata", "deletionTimestamp") is not null && grace > 0)
                return value;
            var marked = value.Clone();
            marked.Make("metadata")["deletionTimestamp"] = Json.Stamp(cluster.World.Now.AddSeconds(grace));
            marked.Make("metadata")["deletionGracePeriodSeconds"] = grace;
            if (type.Plural == "namespaces")
                marked.Make("status")["phase"] = "Terminating";
            return cluster.Store.Put(type.Key(scope, name), marked).Value;
        });
    }

    /// <summary>Removes an object whatever its grace period: the kubelet's last word on a pod.</summary>
    public void Remove(ResourceType type, string scope, string name, string uid)
    {
        Decide(() => Find(type, scope, name) is { } value && value.Uid() == uid && !value.Texts("metadata", "finalizers").Any() && cluster.Store.Delete(type.Key(scope, name)));
    }

    /// <summary>Looks and writes as one; looks again when another API server was quicker.</summary>
    private T Decide<T>(Func<T> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                lock (gate)
                {
                    return work();
                }
            }
            catch (StaleKeyException) when (attempt < Attempts)
            {
                // What was written meanwhile has been followed: the next look finds it.
            }
        }
    }

    private static bool IsFree(ResourceType type, JsonObject value) =>
        !value.Texts("metadata", "finalizers").Any() && (type.Plural != "namespaces" || !value.Texts("spec", "finalizers").Any());

    private static string Suffix() => string.Concat(Enumerable.Range(0, 5).Select(_ => "bcdfghjklmnpqrstvwxz2456789"[Random.Shared.Next(27)]));

    private JsonObject Save(ResourceType type, string scope, string name, JsonObject before, JsonObject after, WriteOptions options)
    {
        if (after.Text("metadata", "deletionTimestamp") is not null && IsFree(type, after) && (after.Number("metadata", "deletionGracePeriodSeconds") ?? 0) == 0)
        {
            if (!options.DryRun)
                cluster.Store.Delete(type.Key(scope, name));
            return after;
        }

        if (options.DryRun || IsSame(before, after, options.IsApply))
            return options.DryRun ? after : before;
        return cluster.Store.Put(type.Key(scope, name), after).Value;
    }

    private static bool IsSame(JsonObject before, JsonObject after, bool comparesOwners)
    {
        var (one, other) = (before.Clone(), after.Clone());
        foreach (var metadata in new[] { one.Make("metadata"), other.Make("metadata") })
        {
            if (!comparesOwners)
                metadata.Remove("managedFields");
            metadata.Remove("resourceVersion");
        }

        return JsonNode.DeepEquals(one, other);
    }

    private static void Preserve(ResourceType type, JsonObject before, JsonObject after, WriteOptions options)
    {
        var metadata = after.Make("metadata");
        foreach (var fixedField in new[] { "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion" })
        {
            if (before.At("metadata", fixedField) is { } value)
                metadata[fixedField] = value.DeepClone();
            else
                metadata.Remove(fixedField);
        }

        if (metadata["managedFields"] is null && before.At("metadata", "managedFields") is { } owners)
            metadata["managedFields"] = owners.DeepClone();
        if (options.Subresource == "status")
        {
            foreach (var member in after.Select(m => m.Key).Concat(before.Select(m => m.Key)).Distinct().Where(m => m is not ("status" or "metadata" or "kind" or "apiVersion")).ToList())
                Restore(member);
        }
        else if (options.Subresource.Length == 0 && type.HasStatus && (options.Manager is not null || options.IsApply))
        {
            Restore("status");
        }

        if (options.Subresource != "status" && after.Where(m => m.Key is not ("metadata" or "status")).Any(m => !JsonNode.DeepEquals(m.Value, before[m.Key])))
            metadata["generation"] = (before.Number("metadata", "generation") ?? 1) + 1;

        void Restore(string member)
        {
            if (before[member] is { } value)
                after[member] = value.DeepClone();
            else
                after.Remove(member);
        }
    }

    private static void CheckIdentity(ResourceType type, string scope, JsonObject value)
    {
        value["apiVersion"] ??= type.ApiVersion;
        value["kind"] ??= type.Kind;
        if (value.Text("kind") != type.Kind || value.Text("apiVersion") != type.ApiVersion)
            throw ApiException.BadRequest($"{value.Text("kind")} in version \"{value.Text("apiVersion")}\" cannot be handled as a {type.Kind}: the object provided is unrecognized");
        var metadata = value.Make("metadata");
        if (!type.IsNamespaced)
            metadata.Remove("namespace");
        else if (value.Namespace().Length == 0)
            metadata["namespace"] = scope;
        else if (value.Namespace() != scope)
            throw ApiException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
    }

    private void CheckNamespace(ResourceType type, string scope, string name)
    {
        if (Find(Catalogue.Of("namespaces"), string.Empty, scope) is not { } found)
            throw ApiException.NotFound("namespaces", scope);
        if (found.Text("metadata", "deletionTimestamp") is not null)
            throw new ApiException(403, "Forbidden", $"{type.GroupResource} \"{name}\" is forbidden: unable to create new content in namespace {scope} because it is being terminated");
    }

    private static long GraceOf(ResourceType type, JsonObject value, DeleteOptions options)
    {
        if (type.Plural != "pods" || type.Group.Length > 0)
            return 0;
        var node = value.Text("spec", "nodeName");
        if (node is null || value.Text("status", "phase") is "Succeeded" or "Failed" || value.At("metadata", "annotations", "kubernetes.io/config.mirror") is not null)
            return 0;
        return options.GraceSeconds ?? value.Number("spec", "terminationGracePeriodSeconds") ?? 30;
    }

    private void Orphan(string owner)
    {
        foreach (var dependent in cluster.Types.All.Where(t => !t.IsVirtual).SelectMany(t => List(t).Select(o => (Type: t, Value: o)))
            .Where(d => d.Value.Items("metadata", "ownerReferences").Any(r => r.Text("uid") == owner)).ToList())
        {
            var freed = dependent.Value.Clone();
            freed.Make("metadata")["ownerReferences"] = Json.Array(dependent.Value.Items("metadata", "ownerReferences").Where(r => r.Text("uid") != owner).Select(r => r.Clone()));
            cluster.Store.Put(dependent.Type.Key(freed.Namespace(), freed.Name()), freed);
        }
    }
}
