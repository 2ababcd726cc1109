using System.Text.Json;

namespace Masterplan.Exoscale.Tests.Http;

public sealed record SignatureVector(string Name, string Key, string Secret, long Expires, string Method, Uri Url, string Body, string Signature, string? Authorization)
{
    public static IReadOnlyList<SignatureVector> All { get; } = Load();

    private static List<SignatureVector> Load()
    {
        using var stream = typeof(SignatureVector).Assembly.GetManifestResourceStream("signature-vectors.json")!;
        return JsonSerializer.Deserialize<List<SignatureVector>>(stream, JsonSerializerOptions.Web)!;
    }
}
