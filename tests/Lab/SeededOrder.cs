using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

namespace Masterplan.Lab;

/// <summary>
/// The order of the tests, which share a cluster: the same on every machine, where xunit's own depends on the path of the build.
/// <c>LAB_ORDER=7</c> is another one, in which a test may find what it did not count on.
/// </summary>
public sealed class SeededOrder : ITestCollectionOrderer, ITestClassOrderer, ITestMethodOrderer
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("LAB_ORDER") is { Length: > 0 } given ? given : "1";

    static SeededOrder() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"LAB_ORDER={Seed}"));

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection => Order(testCollections, one => one.TestCollectionDisplayName);

    public IReadOnlyCollection<T?> OrderTestClasses<T>(IReadOnlyCollection<T?> testClasses) where T : notnull, ITestClass => Order(testClasses, one => one?.TestClassName);

    public IReadOnlyCollection<T?> OrderTestMethods<T>(IReadOnlyCollection<T?> testMethods) where T : notnull, ITestMethod => Order(testMethods, one => one?.MethodName);

    private static List<T> Order<T>(IEnumerable<T> tests, Func<T, string?> name) =>
        [.. tests.OrderBy(test => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed} {name(test)}"))), StringComparer.Ordinal)];
}
