using System.Text.RegularExpressions;
using Masterplan.Runtime.Authoring;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>What an HttpEndpoint waits for: a path, with {name} where a part is free, and a method; and who may ask.</summary>
/// <param name="Path">Begins with a slash, without the base path.</param>
/// <param name="Method">In small letters.</param>
/// <param name="Authorize">True asks for a caller with the role that the policy names.</param>
/// <param name="Policy">Unset means an operator.</param>
/// <param name="RequestTimeout">How long a caller waits for the answer; unset leaves it to the host.</param>
public sealed partial record HttpEndpointStimulus(string Path, string Method, bool Authorize, string? Policy, TimeSpan? RequestTimeout) : IKeyedStimulus
{
    /// <summary>The name of a free part makes no difference, nor does the case of letters.</summary>
    object IKeyedStimulus.Key => new { Path = FreePart().Replace(Path, "{$1").ToLowerInvariant(), Method };

    /// <summary>Fails with <see cref="FormatException"/> if the path is none.</summary>
    internal static string PathOf(string? text)
    {
        var path = (text ?? "").Trim().Trim('/');
        if (path.Length == 0)
            throw new FormatException("An HTTP endpoint has a path.");
        if (path.Contains("//", StringComparison.Ordinal))
            throw new FormatException($"The path '{text}' has an empty part.");
        try
        {
            RoutePatternFactory.Parse(path);
            return $"/{path}";
        }
        catch (RoutePatternException e)
        {
            throw new FormatException($"'{text}' is no path: {e.Message}", e);
        }
    }

    [GeneratedRegex(@"\{(\*{0,2})\w+")]
    private static partial Regex FreePart();
}
