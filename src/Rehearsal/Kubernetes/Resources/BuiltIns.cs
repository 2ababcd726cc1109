namespace Masterplan.Rehearsal.Kubernetes.Resources;

/// <summary>The resources that every API server serves. A line: group/version, plural, kind, N(amespaced) or C(luster), short names, categories, subresources.</summary>
public static class BuiltIns
{
    private const string Table = """
        v1 pods Pod N po all status,eviction,binding,ephemeralcontainers,resize
        v1 services Service N svc all status
        v1 nodes Node C no - status
        v1 namespaces Namespace C ns - status,finalize
        v1 configmaps ConfigMap N cm - -
        v1 secrets Secret N - - -
        v1 events Event N ev - -
        v1 endpoints Endpoints N ep - -
        v1 serviceaccounts ServiceAccount N sa - token
        v1 persistentvolumes PersistentVolume C pv - status
        v1 persistentvolumeclaims PersistentVolumeClaim N pvc - status
        v1 replicationcontrollers ReplicationController N rc all status,scale
        v1 resourcequotas ResourceQuota N quota - status
        v1 limitranges LimitRange N limits - -
        v1 podtemplates PodTemplate N - - -
        v1 componentstatuses ComponentStatus C cs - -
        apps/v1 deployments Deployment N deploy all status,scale
        apps/v1 replicasets ReplicaSet N rs all status,scale
        apps/v1 daemonsets DaemonSet N ds all status
        apps/v1 statefulsets StatefulSet N sts all status,scale
        apps/v1 controllerrevisions ControllerRevision N - - -
        batch/v1 jobs Job N - all status
        batch/v1 cronjobs CronJob N cj all status
        rbac.authorization.k8s.io/v1 roles Role N - - -
        rbac.authorization.k8s.io/v1 rolebindings RoleBinding N - - -
        rbac.authorization.k8s.io/v1 clusterroles ClusterRole C - - -
        rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding C - - -
        policy/v1 poddisruptionbudgets PodDisruptionBudget N pdb - status
        coordination.k8s.io/v1 leases Lease N - - -
        networking.k8s.io/v1 ingresses Ingress N ing - status
        networking.k8s.io/v1 ingressclasses IngressClass C - - -
        networking.k8s.io/v1 networkpolicies NetworkPolicy N netpol - -
        networking.k8s.io/v1 ipaddresses IPAddress C ip - -
        networking.k8s.io/v1 servicecidrs ServiceCIDR C - - status
        storage.k8s.io/v1 storageclasses StorageClass C sc - -
        storage.k8s.io/v1 csidrivers CSIDriver C - - -
        storage.k8s.io/v1 csinodes CSINode C - - -
        storage.k8s.io/v1 csistoragecapacities CSIStorageCapacity N - - -
        storage.k8s.io/v1 volumeattachments VolumeAttachment C - - status
        apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition C crd,crds api-extensions status
        apiregistration.k8s.io/v1 apiservices APIService C - api-extensions status
        scheduling.k8s.io/v1 priorityclasses PriorityClass C pc - -
        certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest C csr - status,approval
        admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration C - api-extensions -
        admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration C - api-extensions -
        admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy C - api-extensions status
        admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding C - api-extensions -
        discovery.k8s.io/v1 endpointslices EndpointSlice N - - -
        autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler N hpa all status
        flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema C - - status
        flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration C - - status
        node.k8s.io/v1 runtimeclasses RuntimeClass C - - -
        events.k8s.io/v1 events Event N ev - -
        authentication.k8s.io/v1 tokenreviews TokenReview C - virtual -
        authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview C - virtual -
        authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview C - virtual -
        authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview C - virtual -
        authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview C - virtual -
        authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview N - virtual -
        """;

    public static IReadOnlyList<ResourceType> All { get; } = [.. Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];

    private static ResourceType Read(string line)
    {
        var words = line.Trim().Split(' ');
        var at = words[0].IndexOf('/', StringComparison.Ordinal);
        return new ResourceType(at < 0 ? string.Empty : words[0][..at], words[0][(at + 1)..], words[1], words[2], words[3] == "N")
        {
            ShortNames = List(words[4]),
            Categories = words[5] == "virtual" ? [] : List(words[5]),
            IsVirtual = words[5] == "virtual",
            Subresources = List(words[6]),
        };
    }

    private static string[] List(string word) => word == "-" ? [] : word.Split(',');
}
