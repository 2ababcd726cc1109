using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Hosting;

internal sealed class SystemClock(TimeProvider time) : ISystemClock
{
    public DateTimeOffset UtcNow => time.GetUtcNow();
}
