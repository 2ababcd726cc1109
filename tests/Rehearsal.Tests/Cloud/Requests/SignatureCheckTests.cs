using Masterplan.Exoscale.Http;
using Masterplan.Rehearsal.Cloud.Requests;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Rehearsal.Tests.Cloud.Requests;

public sealed class SignatureCheckTests
{
    private const string Key = "EXO1";
    private const string Secret = "secret";
    private const string Target = "/v2/template?visibility=private&family=flatcar%20linux";
    private static readonly Uri Address = new($"http://127.0.0.1{Target}");
    private readonly FakeTimeProvider clock = new(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private SignatureCheck Check => new(Key, Secret, clock);

    [Theory]
    [InlineData(10, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void A_signature_is_good_for_an_hour_at_most(int minutes, bool isGood) =>
        Check.Accepts(Sign(minutes: minutes), "GET", Target, []).ShouldBe(isGood);

    [Fact]
    public void What_is_not_signed_or_not_as_sent_is_refused()
    {
        Check.Accepts(null, "GET", Target, []).ShouldBeFalse();
        Check.Accepts("Basic abc", "GET", Target, []).ShouldBeFalse();
        Check.Accepts(Sign(), "DELETE", Target, []).ShouldBeFalse();
        Check.Accepts(Sign(), "GET", "/v2/template?visibility=private&family=other", []).ShouldBeFalse();
        Check.Accepts(Sign(), "GET", Target, "body"u8).ShouldBeFalse();
        Check.Accepts(Sign(key: "EXO2"), "GET", Target, []).ShouldBeFalse();
    }

    private string Sign(string key = Key, int minutes = 10) =>
        RequestSignature.Authorization(key, Secret, "GET", Address, [], clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds());
}
