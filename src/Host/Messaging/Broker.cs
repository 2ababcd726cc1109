using Masterplan.Runtime.Hosts;
using MassTransit;

namespace Masterplan.Host.Messaging;

/// <summary>Connects this host to the others: over RabbitMQ, or within this process where no broker is set.</summary>
internal static class Broker
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    /// <summary>Each host has a queue of its own that goes away with it: what was said while it was away is of no use to it.</summary>
    /// <param name="services">What the host is made of.</param>
    /// <param name="address">RabbitMQ's address; null keeps messages in memory.</param>
    public static IServiceCollection AddBroker(this IServiceCollection services, Uri? address)
    {
        services.AddMassTransit(bus =>
        {
            bus.AddConsumer<HostLetterBox>().Endpoint(endpoint => (endpoint.Temporary, endpoint.InstanceId) = (true, Guid.NewGuid().ToString("N")));
            if (address is null)
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            else
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(address);
                    rabbit.ConfigureEndpoints(context);
                });
        });
        // The host starts whether or not the broker is there; the bus goes on trying.
        // A broker that reads nothing does not answer a farewell either.
        services.Configure<MassTransitHostOptions>(options => (options.WaitUntilStarted, options.StopTimeout) = (false, StopPatience));
        return services
            .AddSingleton<HostPost>()
            .AddSingleton<IHostMessages>(provider => provider.GetRequiredService<HostPost>())
            .AddHostedService(provider => provider.GetRequiredService<HostPost>());
    }
}
