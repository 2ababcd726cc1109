using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.Templates;

/// <summary>The disk images that instances start from.</summary>
public interface ITemplateApi
{
    /// <summary>The zone's templates: Exoscale's own (public), or the organisation's (private).</summary>
    /// <param name="visibility">Public or private; the API lists the public ones when unset.</param>
    /// <param name="family">Only this family; all when unset.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<IReadOnlyList<Template>> ListAsync(Visibility visibility = Visibility.Public, string? family = null, CancellationToken cancellationToken = default);

    /// <summary>One template; not found is an error.</summary>
    Task<Template> GetAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Imports an image from a public URL as a private template of this zone. The operation can take up to an hour; its reference is the template.</summary>
    Task<Operation> RegisterAsync(NewTemplate template, CancellationToken cancellationToken = default);

    /// <summary>Deletes a private template; one that is gone already counts as done.</summary>
    Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken = default);
}
