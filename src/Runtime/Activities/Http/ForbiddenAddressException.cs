using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>A workflow was to call an address that is not for workflows.</summary>
public sealed class ForbiddenAddressException(string host)
    : RuntimeException($"'{host}' is at a link-local address, where clouds keep the secrets of their machines. Workflows do not call such addresses unless the host allows it.");
