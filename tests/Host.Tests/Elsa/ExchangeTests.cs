using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Elsa;

/// <summary>Plays requests as Studio sends them, each file on a server of its own.</summary>
public sealed class ExchangeTests
{
    [Theory]
    [InlineData("logins")]
    [InlineData("descriptors")]
    [InlineData("definitions")]
    [InlineData("runs")]
    [InlineData("requests")]
    public async Task Every_answer_has_the_status_and_the_shape_that_clients_of_Elsa_rely_on(string file)
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(AccessRole.Admin);
        var captured = new Dictionary<string, string>();
        var exchanges = JsonSerializer.Deserialize<List<Exchange>>(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Elsa", "Exchanges", $"{file}.json"), TestContext.Current.CancellationToken), JsonSerializerOptions.Web)!;
        var faults = new List<string>();
        foreach (var exchange in exchanges)
        {
            using var answer = await server.SendAsync(new HttpMethod(exchange.Method), Filled(exchange.Path, captured), Text(exchange.Body, captured), exchange.Anonymous ? null : token);
            var body = Parsed(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            if ((int)answer.StatusCode != exchange.Status)
                faults.Add($"{exchange.Name}: {(int)answer.StatusCode}, not {exchange.Status}: {body}");
            faults.AddRange(Shape.Differences(exchange.Shape, body).Select(difference => $"{exchange.Name}: {difference}"));
            foreach (var (name, path) in exchange.Capture ?? [])
                captured[name] = At(body, path);
        }

        faults.ShouldBeEmpty();
    }

    private static string Filled(string text, Dictionary<string, string> captured) => captured.Aggregate(text, (filled, pair) => filled.Replace($"{{{pair.Key}}}", pair.Value, StringComparison.Ordinal));

    private static string? Text(JsonNode? body, Dictionary<string, string> captured) => body is null ? null : Filled(body is JsonValue value ? (string)value! : body.ToJsonString(), captured);

    private static string At(JsonNode? node, string path) =>
        (string)path.Split('.').Aggregate(node, (at, part) => int.TryParse(part, CultureInfo.InvariantCulture, out var index) ? at![index] : at![part])!;

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
