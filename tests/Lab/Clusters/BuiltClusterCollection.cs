namespace Masterplan.Lab.Clusters;

[CollectionDefinition]
public sealed class BuiltClusterCollection : ICollectionFixture<BuiltCluster>;
