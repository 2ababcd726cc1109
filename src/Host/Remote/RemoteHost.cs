using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Commands;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Remote;

/// <summary>A host that serves, as <c>--server</c> names it, asked over its HTTP API with an API key.</summary>
internal sealed class RemoteHost : IDisposable
{
    /// <summary>The setting that holds the key. It is no option: every process of a machine can read the arguments of all others.</summary>
    public const string KeySetting = "MASTERPLAN_API_KEY";

    /// <summary>How long an answer may take; streams go on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient http;

    public Uri Address => http.BaseAddress!;

    private RemoteHost(Uri address, string key)
    {
        // The key goes to the address that a person named, and to no other.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
    }

    /// <summary>The host that the command line names; null if it names none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="usesFolder">Whether the command writes into the data folder all the same.</param>
    /// <exception cref="ConfigurationException">The address cannot be used, no key is set, or an option makes no sense with a server.</exception>
    public static RemoteHost? Choose(ParseResult parsed, bool usesFolder = false)
    {
        if (parsed.GetValue(CommonOptions.Server) is not { } text)
            return null;
        var faults = new List<ConfigurationFault>();
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            faults.Add(new("--server", $"'{text}' is no http or https address; one is https://masterplan.example.org."));
        else if (address.Scheme == "http" && !address.IsLoopback)
            faults.Add(new("--server", $"The API key would cross the network to {address.Host} unencrypted; use https, or a tunnel to a loopback address."));
        faults.AddRange(new Option[] { CommonOptions.Data, CommonOptions.Speed, CommonOptions.Faults, CommonOptions.Seed }
            .Where(option => parsed.GetResult(option) is { Implicit: false } && !(usesFolder && option == CommonOptions.Data))
            .Select(option => new ConfigurationFault(option.Name, "It is the server's own; leave it out.")));
        var key = Settings.Read(KeySetting);
        if (key is null)
            faults.Add(new(KeySetting, $"It is not set, nor {KeySetting}_FILE. An administrator of the server makes a key with `masterplan keys add NAME --role operator`."));
        return faults.Count == 0 ? new(address!, key!) : throw new ConfigurationException("The server", faults);
    }

    /// <summary>Reads what lies at a path.</summary>
    /// <exception cref="RemoteException">It was refused, or the host could not be reached.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return (await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken))!;
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<string> TextAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Asks for something to be done, or worked out.</summary>
    /// <exception cref="RemoteException">It was refused, or the host could not be reached.</exception>
    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, JsonContent.Create(body, options: JsonSerializerOptions.Web), cancellationToken);
        return (await response.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancellationToken))!;
    }

    /// <summary>Takes something away.</summary>
    /// <exception cref="RemoteException">It was refused, or the host could not be reached.</exception>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken) => (await SendAsync(HttpMethod.Delete, path, null, cancellationToken)).Dispose();

    /// <summary>Opens a stream of server-sent events.</summary>
    /// <exception cref="HttpRequestException">The host could not be reached.</exception>
    /// <exception cref="RemoteException">It was refused.</exception>
    public async Task<HttpResponseMessage> StreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new("text/event-stream"));
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await CheckAsync(await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), path, cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await CheckAsync(await http.SendAsync(request, either.Token), path, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Away($"no answer within {Patience.TotalSeconds:0} s", exception);
        }
        catch (HttpRequestException exception)
        {
            throw Away(exception.Message, exception);
        }
    }

    /// <summary>What a command says of a host that does not answer.</summary>
    public RemoteException Away(string why, Exception inner) => new($"The server {http.BaseAddress} cannot be reached: {why}. See whether `masterplan serve` runs there. What was started there goes on; the same command finds it.", ExitCodes.Server, isTransient: true, inner);

    private static async Task<HttpResponseMessage> CheckAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return response;
        using var refused = response;
        var detail = await DetailAsync(response, cancellationToken);
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new RemoteException($"The server does not know the API key of {KeySetting}. `masterplan keys` lists those that it knows.", ExitCodes.Server),
            HttpStatusCode.Forbidden => new RemoteException($"The role of the API key is too low for this ({path}): operators start and steer runs, administrators read kubeconfigs.", ExitCodes.Server),
            HttpStatusCode.BadRequest => new RemoteException(detail, ExitCodes.BadInput),
            HttpStatusCode.NotFound => new RemoteException(detail, path.StartsWith("api/runs", StringComparison.Ordinal) ? ExitCodes.UnknownRun : ExitCodes.BadInput),
            HttpStatusCode.Conflict => new RemoteException(detail, ExitCodes.RunUnderWay),
            var other => new RemoteException($"The server answered {(int)other}: {detail}", ExitCodes.Server, isTransient: (int)other >= 500),
        };
    }

    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            return JsonNode.Parse(text)?["detail"]?.ToString() ?? text;
        }
        catch (JsonException)
        {
            return text.Length > 0 ? text : response.ReasonPhrase ?? "";
        }
    }
}
