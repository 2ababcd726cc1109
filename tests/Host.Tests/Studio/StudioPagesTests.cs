using System.Net;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Studio;

/// <summary>These tests are built without Studio's package.</summary>
public sealed class StudioPagesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("/studio/workflows/definitions")]
    [InlineData("/studio/workflows/instances/any/view")]
    public async Task Without_the_package_a_page_says_what_is_missing_and_how_to_get_it(string path)
    {
        using var page = await shared.Server.SendAsync(HttpMethod.Get, path, token: await shared.Server.TokenAsync(AccessRole.Viewer));
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The program was built without npm");
    }
}
