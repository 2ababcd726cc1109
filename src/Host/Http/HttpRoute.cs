using Masterplan.Host.Access;
using Masterplan.Runtime.Activities.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Masterplan.Host.Http;

/// <summary>A path that a workflow waits for.</summary>
internal sealed class HttpRoute
{
    private readonly TemplateMatcher matcher;
    private readonly string method;

    public HttpRoute(HttpEndpointStimulus endpoint)
    {
        matcher = new TemplateMatcher(new RouteTemplate(RoutePatternFactory.Parse(endpoint.Path.Trim('/'))), []);
        method = endpoint.Method;
        Role = RoleOf(endpoint);
        Timeout = endpoint.RequestTimeout;
    }

    /// <summary>What the caller must be; null if anyone may call.</summary>
    public AccessRole? Role { get; }

    /// <summary>How long the caller waits for an answer; null leaves it to the host.</summary>
    public TimeSpan? Timeout { get; }

    /// <summary>Routes with fewer free parts are more exact.</summary>
    public int FreeParts => matcher.Template.Parameters.Count;

    /// <summary>The values of the path's free parts; null if the request is for another route.</summary>
    public RouteValueDictionary? Match(PathString path, string asked)
    {
        var values = new RouteValueDictionary();
        return string.Equals(method, asked, StringComparison.OrdinalIgnoreCase) && matcher.TryMatch(path, values) ? values : null;
    }

    /// <summary>Whatever asks for something that is not understood asks for an admin.</summary>
    private static AccessRole? RoleOf(HttpEndpointStimulus endpoint) => (endpoint.Authorize, endpoint.Policy) switch
    {
        (false, _) => null,
        (true, null or "") => AccessRole.Operator,
        (true, var policy) => Enum.TryParse<AccessRole>(policy, ignoreCase: true, out var role) ? role : AccessRole.Admin,
    };
}
