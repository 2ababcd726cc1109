using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Activities.Tests.Clusters.Secrets;

public sealed class ClusterSecretsTests
{
    private readonly MemorySecrets store = new();

    [Fact]
    public void Each_secret_is_made_once_and_handed_out_again_to_another_process()
    {
        var (first, second) = (Secrets(), Secrets());
        second.Authority("demo", CertificateAuthorityName.InfraEtcd).ShouldBe(first.Authority("demo", CertificateAuthorityName.InfraEtcd));
        second.EncryptionKey("demo").ShouldBe(first.EncryptionKey("demo"));
        second.SshKey("demo").ShouldBe(first.SshKey("demo"));
        second.ServiceAccountKeys("demo").ShouldBe(first.ServiceAccountKeys("demo"));
        Convert.FromBase64String(first.EncryptionKey("demo")).Length.ShouldBe(32);
        store.Writes.ShouldBe(4);
    }

    [Fact]
    public void Many_at_once_get_the_same_authority()
    {
        var secrets = Secrets();
        Enumerable.Range(0, 16).AsParallel().Select(_ => secrets.Authority("demo", CertificateAuthorityName.Kubernetes)).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_forgotten_cluster_leaves_nothing()
    {
        var secrets = Secrets();
        secrets.SshKey("demo");
        secrets.SaveCertificates("demo", "n", new Dictionary<string, IssuedCertificate> { ["a"] = new("c", "k") });
        secrets.Certificates("demo", "n")["a"].PrivateKey.ShouldBe("k");
        secrets.DeleteAll("demo");
        store.Names.ShouldBeEmpty();
        secrets.Certificates("demo", "n").ShouldBeEmpty();
    }

    private ClusterSecrets Secrets() => new(store, new CertificateFactory(new FakeTimeProvider()));
}
