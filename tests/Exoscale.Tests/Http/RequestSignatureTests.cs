using System.Text;
using Masterplan.Exoscale.Http;

namespace Masterplan.Exoscale.Tests.Http;

public sealed class RequestSignatureTests
{
    public static TheoryData<string> Names => [.. SignatureVector.All.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Signature_is_that_of_the_official_clients(string name)
    {
        var vector = SignatureVector.All.Single(v => v.Name == name);

        var header = RequestSignature.Authorization(vector.Key, vector.Secret, vector.Method, vector.Url, Encoding.UTF8.GetBytes(vector.Body), vector.Expires);

        header.ShouldEndWith($",expires={vector.Expires},signature={vector.Signature}");
        if (vector.Authorization is not null)
            header.ShouldBe(vector.Authorization);
    }

    [Fact]
    public void A_parameter_with_two_values_is_not_signed() =>
        RequestSignature.SignedParameters("?b=2&a=1&b=3").ShouldBe([("a", "1")]);
}
