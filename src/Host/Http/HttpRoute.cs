using Masterplan.Host.Access;
using Microsoft.AspNetCore.Routing.Template;

namespace Masterplan.Host.Http;

/// <summary>A path of a published workflow.</summary>
/// <param name="DefinitionId">The workflow.</param>
/// <param name="VersionId">Its published version.</param>
/// <param name="ActivityId">The activity that waits for requests.</param>
/// <param name="Matcher">Compares paths with the template.</param>
/// <param name="Methods">The methods accepted, in capitals.</param>
/// <param name="Role">What the caller must be; null if anyone may call.</param>
internal sealed record HttpRoute(string DefinitionId, string VersionId, string ActivityId, TemplateMatcher Matcher, IReadOnlySet<string> Methods, AccessRole? Role);
