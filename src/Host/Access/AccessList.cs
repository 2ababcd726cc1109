namespace Masterplan.Host.Access;

/// <summary>Everyone who may come in.</summary>
internal sealed record AccessList
{
    public IReadOnlyList<UserAccount> Users { get; init; } = [];

    public IReadOnlyList<ApiKey> Keys { get; init; } = [];
}
