using Masterplan.Exoscale.Http;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.Templates;

internal sealed class TemplateApi(ExoscaleRequests requests) : ITemplateApi
{
    public async Task<IReadOnlyList<Template>> ListAsync(Visibility visibility, string? family, CancellationToken cancellationToken)
    {
        var seen = visibility is Visibility.Private ? "private" : "public";
        return (await requests.GetAsync<Answer>("template", [("visibility", seen), ("family", family)], cancellationToken).ConfigureAwait(false)).Templates;
    }

    public Task<Template> GetAsync(Guid id, CancellationToken cancellationToken) => requests.GetAsync<Template>($"template/{id}", cancellationToken);

    public Task<Operation> RegisterAsync(NewTemplate template, CancellationToken cancellationToken) => requests.PostAsync("template", template, cancellationToken);

    public Task<Operation> DeleteAsync(Guid id, CancellationToken cancellationToken) => requests.DeleteAsync($"template/{id}", cancellationToken);

    private sealed record Answer(IReadOnlyList<Template> Templates);
}
