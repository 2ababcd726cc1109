using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Tests;

public sealed class ExitCodesTests
{
    public static TheoryData<int, int> Faults => [.. All.Select((_, index) => new TheoryDataRow<int, int>(index, All[index].Code))];

    private static (int Code, Exception Fault)[] All =>
    [
        (2, new ConfigurationException("x", "y", "z")),
        (4, new ExoscaleException(ExoscaleErrorKind.Credentials, "x")),
        (5, new NodeException("x", isTransient: true)),
        (6, new EtcdException("x", isTransient: true)),
        (7, new KubernetesException("x", isTransient: true)),
        (8, new SecretException("x")),
        (9, new NotInTimeException("x")),
        (10, new DataFolderException("x")),
        (11, new IOException("disk full")),
        (11, new UnauthorizedAccessException()),
        (11, new Microsoft.Data.Sqlite.SqliteException("full", 13)),
        (2, new ArgumentException("x")),
        (130, new OperationCanceledException()),
        (1, new InvalidOperationException()),
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_kind_of_fault_has_its_exit_code(int index, int code) => ExitCodes.Of(All[index].Fault).ShouldBe(code);
}
