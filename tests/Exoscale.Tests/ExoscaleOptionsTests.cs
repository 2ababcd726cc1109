namespace Masterplan.Exoscale.Tests;

public sealed class ExoscaleOptionsTests
{
    [Fact]
    public void Rejects_everything_that_is_wrong_at_once()
    {
        var options = new ExoscaleOptions { Endpoint = new("ftp://a/v1"), ApiKey = "ABC", ApiSecret = "a b", Speed = 0, MaxConcurrency = 0 };

        var error = Should.Throw<ArgumentException>(options.Validate);

        error.Message.ShouldBe(
            """
            The Exoscale options are not usable:
            - zone: '' is not the name of a zone, such as 'ch-gva-2'.
            - endpoint: 'ftp://a/v1' is not an http(s) address that ends in '/v2'.
            - apiKey: an API key starts with 'EXO' and consists of letters and digits.
            - apiSecret: it is empty or has blanks in it.
            - maxConcurrency: 0 is below 1.
            - speed: 0 is not above 0.
            """);
    }

    [Fact]
    public void Accepts_a_loopback_endpoint() =>
        (TestApi.Options with { Endpoint = new("http://127.0.0.1:8080/v2") }).Validate().EffectiveEndpoint.Port.ShouldBe(8080);

    [Fact]
    public void Takes_the_endpoint_of_the_zone_when_none_is_set() =>
        TestApi.Options.EffectiveEndpoint.ShouldBe(new Uri("https://api-ch-gva-2.exoscale.com/v2"));

    [Fact]
    public void The_secret_is_not_shown() => TestApi.Options.ToString().ShouldNotContain(TestApi.Options.ApiSecret);
}
