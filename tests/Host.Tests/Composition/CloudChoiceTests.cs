using Masterplan.Host.Composition;

namespace Masterplan.Host.Tests.Composition;

public sealed class CloudChoiceTests
{
    [Theory]
    [InlineData("", "rehearsal")]
    [InlineData("EXOabc", "exoscale with key 'EXOabc'")]
    public void Credentials_choose_the_cloud_and_the_secret_stays_out_of_texts(string key, string text)
    {
        var choice = new CloudChoice(key, "the secret", null);
        choice.IsRehearsal.ShouldBe(key.Length == 0);
        choice.ToString().ShouldBe(text);
    }
}
