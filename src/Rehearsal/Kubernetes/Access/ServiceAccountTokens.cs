using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Masterplan.Rehearsal.Kubernetes.Access;

/// <summary>Service account tokens: JWTs signed with the cluster's service account key, RS256 or ES256.</summary>
public static class ServiceAccountTokens
{
    public static AsymmetricAlgorithm? ReadKey(string pem)
    {
        foreach (var key in new AsymmetricAlgorithm[] { RSA.Create(), ECDsa.Create() })
        {
            try
            {
                key.ImportFromPem(pem);
                return key;
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        return null;
    }

    public static string Issue(AsymmetricAlgorithm key, string issuer, string scope, string name, TimeSpan life, DateTimeOffset now)
    {
        var header = new JsonObject { ["alg"] = key is RSA ? "RS256" : "ES256", ["typ"] = "JWT" };
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["sub"] = $"system:serviceaccount:{scope}:{name}",
            ["aud"] = new JsonArray(issuer),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.Add(life).ToUnixTimeSeconds(),
            ["kubernetes.io"] = new JsonObject { ["namespace"] = scope, ["serviceaccount"] = new JsonObject { ["name"] = name } },
        };
        var body = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{body}.{Encode(Sign(key, Encoding.ASCII.GetBytes(body)))}";
    }

    public static bool Verify(AsymmetricAlgorithm key, byte[] data, byte[] signature) => key switch
    {
        RSA rsa => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.VerifyData(data, signature, HashAlgorithmName.SHA256),
        _ => false,
    };

    public static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] Sign(AsymmetricAlgorithm key, byte[] data) => key switch
    {
        RSA rsa => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.SignData(data, HashAlgorithmName.SHA256),
        _ => throw new ArgumentException("unsupported key", nameof(key)),
    };
}
