using Masterplan.Lab;
using Masterplan.Lab.Linux;

// One cluster of real nodes at a time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]
[assembly: AssemblyFixture(typeof(LabNetwork))]
[assembly: TestCollectionOrderer(typeof(SeededOrder))]
[assembly: TestClassOrderer(typeof(SeededOrder))]
[assembly: TestMethodOrderer(typeof(SeededOrder))]
