using System.Net;
using System.Threading.Channels;
using Masterplan.Services;

namespace Masterplan.Rehearsals.Harness;

/// <summary>A webhook's receiver. It tells what came, and answers only from when the test says so.</summary>
public sealed class Receiver : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Channel<(string Key, string Body)> taken = Channel.CreateUnbounded<(string, string)>();
    private readonly Task taking;

    public Receiver(int? port = null)
    {
        Url = $"http://127.0.0.1:{port ?? ServerProcess.FreePort()}/hooks/";
        listener.Prefixes.Add(Url);
        listener.Start();
        taking = TakeAsync();
    }

    public string Url { get; }

    /// <summary>False lets requests wait for an answer that never comes.</summary>
    public bool Answers { get; set; } = true;

    public async Task<(string Key, string Body)> NextAsync()
    {
        using var guard = new CancellationTokenSource(ProgramUnderTest.Guard);
        return await taken.Reader.ReadAsync(guard.Token);
    }

    public void Dispose()
    {
        listener.Close();
        taking.Wait();
    }

    private async Task TakeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream);
            var body = await reader.ReadToEndAsync();
            if (Answers)
            {
                context.Response.StatusCode = (int)HttpStatusCode.NoContent;
                context.Response.Close();
            }

            taken.Writer.TryWrite((context.Request.Headers["Idempotency-Key"] ?? "", body));
        }
    }
}
