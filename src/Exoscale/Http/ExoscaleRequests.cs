using System.Runtime.ExceptionServices;
using System.Text.Json;
using Masterplan.Exoscale.Operations;
using RestSharp;

namespace Masterplan.Exoscale.Http;

/// <summary>Makes calls: paths are below the endpoint, with their parts escaped already.</summary>
internal sealed class ExoscaleRequests : IDisposable
{
    private readonly RestClient client;

    internal ExoscaleRequests(ExoscaleOptions options, TimeProvider clock, HttpMessageHandler connection)
    {
        var endpoint = new Uri(options.EffectiveEndpoint.AbsoluteUri.TrimEnd('/'));
        client = new(HandlerChain.Create(options, clock, connection), disposeHandler: true, o =>
        {
            o.BaseUrl = endpoint;
            o.Timeout = Timeout.InfiniteTimeSpan;
            o.FollowRedirects = false;
            o.UserAgent = "masterplan";
        });
    }

    public void Dispose() => client.Dispose();

    internal Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) => SendAsync<T>(new(path), cancellationToken);

    internal Task<T> GetAsync<T>(string path, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken)
    {
        var request = new RestRequest(path);
        foreach (var (name, value) in query.Where(q => !string.IsNullOrEmpty(q.Value)))
            request.AddQueryParameter(name, value);
        return SendAsync<T>(request, cancellationToken);
    }

    internal async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync<T>(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ExoscaleException e) when (e.Kind is ExoscaleErrorKind.NotFound)
        {
            return null;
        }
    }

    internal Task<Operation> PostAsync(string path, object body, CancellationToken cancellationToken) => ChangeAsync(path, Method.Post, body, cancellationToken);

    internal Task<Operation> PutAsync(string path, object? body, CancellationToken cancellationToken) => ChangeAsync(path, Method.Put, body, cancellationToken);

    /// <summary>A delete: nothing to delete counts as done.</summary>
    internal Task<Operation> DeleteAsync(string path, CancellationToken cancellationToken) => RemoveAsync(path, Method.Delete, null, cancellationToken);

    /// <summary>A detach: neither side, or no attachment, left counts as done.</summary>
    internal Task<Operation> DetachAsync(string path, object body, CancellationToken cancellationToken) => RemoveAsync(path, Method.Put, body, cancellationToken);

    private async Task<Operation> RemoveAsync(string path, Method method, object? body, CancellationToken cancellationToken)
    {
        try
        {
            return await ChangeAsync(path, method, body, cancellationToken).ConfigureAwait(false);
        }
        catch (ExoscaleException e) when (e.Kind is ExoscaleErrorKind.NotFound)
        {
            return Operation.NothingToDo;
        }
    }

    private Task<Operation> ChangeAsync(string path, Method method, object? body, CancellationToken cancellationToken)
    {
        var request = new RestRequest(path, method);
        if (body is not null)
            request.AddStringBody(JsonSerializer.Serialize(body, ExoscaleJson.Options), ContentType.Json);
        return SendAsync<Operation>(request, cancellationToken);
    }

    private async Task<T> SendAsync<T>(RestRequest request, CancellationToken cancellationToken)
    {
        var response = await client.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.ErrorException is { } error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(error);
        }

        return AnswerParser.Parse<T>(response);
    }
}
