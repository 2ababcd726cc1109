namespace Masterplan.Activities.Nodes.Files;

/// <summary>What the API server reads besides certificates: who may be anonymous, what is encrypted, audited and admitted.</summary>
internal static class ControlPlaneFiles
{
    public const string Authentication = "/etc/kubernetes/authentication.yaml";
    public const string Encryption = "/etc/kubernetes/encryption.yaml";
    public const string AuditPolicy = "/etc/kubernetes/audit-policy.yaml";
    public const string Admission = "/etc/kubernetes/admission.yaml";

    public static IEnumerable<NodeFile> Render(NodeContext context) =>
    [
        TextFile.Readable(Authentication, AuthenticationConfiguration),
        TextFile.Secret(Encryption, EncryptionConfiguration(context.EncryptionKey!)),
        TextFile.Readable(AuditPolicy, AuditPolicyDocument),
        TextFile.Readable(Admission, AdmissionConfiguration),
    ];

    private const string AuthenticationConfiguration =
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthenticationConfiguration
        anonymous:
          enabled: true
          conditions:
          - path: /livez
          - path: /readyz
          - path: /healthz

        """;

    private static string EncryptionConfiguration(string key) =>
        $$"""
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources:
          - secrets
          providers:
          - secretbox:
              keys:
              - name: key1
                secret: {{key}}
          - identity: {}

        """;

    private const string AuditPolicyDocument =
        """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages:
        - RequestReceived
        rules:
        - level: None
          nonResourceURLs:
          - /livez*
          - /readyz*
          - /healthz*
          - /version
        - level: None
          users:
          - system:kube-proxy
          verbs:
          - watch
        - level: None
          userGroups:
          - system:nodes
          verbs:
          - get
          - list
          - watch
        - level: Metadata
          resources:
          - group: ""
            resources:
            - secrets
            - configmaps
            - serviceaccounts/token
          - group: authentication.k8s.io
            resources:
            - tokenreviews
        - level: Request
          verbs:
          - create
          - update
          - patch
          - delete
          resources:
          - group: rbac.authorization.k8s.io
          - group: ""
            resources:
            - pods/exec
            - pods/attach
            - pods/portforward
        - level: Metadata

        """;

    private const string AdmissionConfiguration =
        """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
        - name: PodSecurity
          configuration:
            apiVersion: pod-security.admission.config.k8s.io/v1
            kind: PodSecurityConfiguration
            defaults:
              enforce: baseline
              enforce-version: latest
              audit: restricted
              audit-version: latest
              warn: restricted
              warn-version: latest
            exemptions:
              usernames: []
              runtimeClasses: []
              namespaces:
              - kube-system
              - nginx-ingress

        """;
}
