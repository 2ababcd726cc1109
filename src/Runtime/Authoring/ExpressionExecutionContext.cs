using Masterplan.Runtime.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Authoring;

/// <summary>What an expression sees: services and the memory of the activity that it belongs to.</summary>
public sealed class ExpressionExecutionContext
{
    internal ExpressionExecutionContext(IServiceProvider serviceProvider, ActivityExecutionContext? activity, CancellationToken cancellationToken)
    {
        ServiceProvider = serviceProvider;
        Activity = activity;
        CancellationToken = cancellationToken;
    }

    public IServiceProvider ServiceProvider { get; }

    public IDictionary<object, object> TransientProperties { get; set; } = new Dictionary<object, object>();

    public CancellationToken CancellationToken { get; }

    internal ActivityExecutionContext? Activity { get; }

    public object? Get(MemoryBlockReference blockReference) => TryGet(blockReference, out var value) ? value : null;

    public object? Get(Func<MemoryBlockReference> blockReference) => Get(blockReference());

    public T? Get<T>(MemoryBlockReference blockReference) => Values.To<T>(Get(blockReference));

    public T? Get<T>(Func<MemoryBlockReference> blockReference) => Get<T>(blockReference());

    public bool TryGet(MemoryBlockReference blockReference, out object? value)
    {
        value = null;
        return Activity?.TryGet(blockReference, out value) ?? false;
    }

    public void Set(MemoryBlockReference blockReference, object? value, Action<MemoryBlock>? configure = null) =>
        (Activity ?? throw new InvalidOperationException("No activity runs here, so there is no memory to set.")).Set(blockReference, value, configure);

    public void Set(Func<MemoryBlockReference> blockReference, object? value, Action<MemoryBlock>? configure = null) =>
        Set(blockReference(), value, configure);

    public T GetRequiredService<T>()
        where T : notnull => ServiceProvider.GetRequiredService<T>();
}
