using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Composition;

/// <summary>Which cloud this process works on: the real Exoscale when its credentials are in the environment, else a rehearsal.</summary>
/// <param name="ApiKey">The key, empty for a rehearsal.</param>
/// <param name="ApiSecret">Its secret.</param>
/// <param name="Endpoint">An endpoint other than the zone's own; unset normally.</param>
public sealed record CloudChoice(string ApiKey, string ApiSecret, Uri? Endpoint)
{
    public bool IsRehearsal => ApiKey.Length == 0;

    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => IsRehearsal ? "rehearsal" : $"exoscale with key '{ApiKey}'";

    public static CloudChoice FromEnvironment()
    {
        var key = Read("EXOSCALE_API_KEY", "EXO_API_KEY");
        var secret = Read("EXOSCALE_API_SECRET", "EXO_API_SECRET");
        if (key.Length > 0 != secret.Length > 0)
            throw new ConfigurationException("The credentials in the environment", "", "EXOSCALE_API_KEY and EXOSCALE_API_SECRET belong together; one of them is missing. Set both for Exoscale, or neither for a rehearsal.");
        var endpoint = Read("EXOSCALE_API_ENDPOINT");
        return new(key, secret, endpoint.Length > 0 ? new Uri(endpoint) : null);
    }

    private static string Read(params string[] names) =>
        Settings.Read(names) ?? "";
}
