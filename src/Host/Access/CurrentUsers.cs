using System.Security.Claims;

namespace Masterplan.Host.Access;

/// <summary>Lets a cookie or token count only as long as its user does, with the role that they have now.</summary>
internal static class CurrentUsers
{
    public static void UseCurrentUsers(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.User.HasStamp())
            context.User = context.User.User(context.RequestServices.GetRequiredService<Accounts>()) is { } user
                ? Principals.Of(user, context.User.Identity!.AuthenticationType!)
                : new ClaimsPrincipal(new ClaimsIdentity());
        return next(context);
    });
}
