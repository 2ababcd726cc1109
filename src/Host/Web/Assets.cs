using Microsoft.Extensions.FileProviders;

namespace Masterplan.Host.Web;

/// <summary>Serves our own styles, scripts and pictures.</summary>
internal static class Assets
{
    public static void UseAssets(this IApplicationBuilder app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "assets")),
        RequestPath = "/assets",
        OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache",
    });
}
